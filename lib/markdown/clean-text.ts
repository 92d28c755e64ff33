// Shown as nothing or as a break in Notion: vertical tab, form feed, next line, line and paragraph separators.
const ODD_SPACES = /[\v\f\u0085\u2028\u2029]/g;
// Control characters, noncharacters, byte order marks, and the marks that reorder or hide text (bidi embeddings,
// overrides and isolates; interlinear annotation). The plain direction marks U+200E, U+200F and U+061C stay.
const UNWANTED = /[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}|[\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
// Tag characters carry invisible text; the one good use is a flag (England, Scotland, Wales).
const TAGS = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F})|[\u{E0000}-\u{E007F}]/gu;

// Most text has nothing that could be wrong: no regular expression with properties needs to look at it.
const PLAIN =
  /^[\t\n\x20-\x7E\xA0-\u061B\u061D-\u200A\u2010-\u2027\u202F-\u2064\u2070-\uD7FF\uE000-\uFDCF\uFDF0-\uFEFE\uFF00-\uFFF8]*$/;

/** Text without control characters, lone surrogates, bidi overrides and invisible tags. "\n" and "\t" stay. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replace(ODD_SPACES, ' ').replace(UNWANTED, '').replace(TAGS, '$1');
}

/** Bytes of a well-formed text inside a JSON string, in UTF-8, without the quotes. */
export function jsonBytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22 || unit === 0x5c || unit === 0x0a || unit === 0x09) bytes += 2;
    else if (unit < 0x20) bytes += 6;
    else if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit <= 0xdfff)
      bytes += 2; // half of a pair of four bytes
    else bytes += 3;
  }
  return bytes;
}

/** Bytes of a well-formed text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
