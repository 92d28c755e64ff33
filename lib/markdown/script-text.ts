const SUPERSCRIPT = new Map([...'0123456789+-=()ni'].map((plain, i) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'][i]!]));
const SUBSCRIPT = new Map([...'0123456789+-=()aeox'].map((plain, i) => [plain, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ'][i]!]));

/** `<sup>2</sup>` as ² where Unicode has every character; otherwise the text as it is. */
export function withScript(text: string, script: 'sup' | 'sub' | undefined): string {
  if (script === undefined) return text;
  const table = script === 'sup' ? SUPERSCRIPT : SUBSCRIPT;
  const raised = [...text].map((character) => table.get(character));
  return raised.includes(undefined) ? text : raised.join('');
}
