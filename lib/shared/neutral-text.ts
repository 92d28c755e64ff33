/** Embeddings, overrides and isolates: they turn the text beside them around (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters). */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g;

/** Text of strangers (titles, names, values) for a screen of ours: it can reorder or hide nothing that stands beside it. */
export function neutralText(text: string): string {
  return text.replace(REORDERING, '');
}
