/**
 * Diagrams and formulas that hold an address. Notion draws both, and what it draws may load or link what the text names, past
 * the rule for links; as plain code the same text does nothing. A diagram is judged by its syntax, not by the addresses that it
 * shows: “//host”, “\\host” and escapes in YAML and CSS lead out as well as “https://” does.
 */

/** Data of a node that only names its shape and its words, and front matter that only sets a title and a look. */
const HARMLESS_DATA =
  /@\{\s*(?:(?:shape|label|pos|w|h|form|animate|animation|curve)[ \t]*:[ \t]*(?:"[^"\\]*"|'[^'\\]*'|[\w.%-]+(?: [\w.%-]+)*)\s*(?:,\s*)?)*\}/gu;
const HARMLESS_HEAD =
  /^\s*-{3}[ \t]*\n(?:[ \t]*(?:title:[^\n\\]*|config:[ \t]*|(?:theme|look|layout)[ \t]*:[ \t]*[\w-]+[ \t]*)?\n)*-{3}[ \t]*(?:\n|$)/u;

/** https://mermaid.js.org/syntax/flowchart.html, https://mermaid.js.org/config/directives.html */
const IN_DIAGRAM: readonly RegExp[] = [
  // Addresses, also without a scheme; "--//" is an arrow.
  /:\/\/|(?<!-)[\\/]{2}\S|\b(?:https?|data|javascript|blob|file):\S/iu,
  // Settings of its own, and data of a node beyond its shape and label
  /%%\{|^\s*-{3}[ \t]*(?:\n|$)|@\{/u,
  // Statements that link
  /\b(?:click|href)\b|\blinks?\b\s+\w+\s*:|\$(?:link|sprite)\b/iu,
  // The same with a name of any signs, also right behind what may stand before it on its line; "link --> B" is an edge
  /(?:^|[;\n]|\bsequenceDiagram\b|\bend\b)[^\S\n]*(?:links?|callback)[^\S\n]+(?!--|-\.|<-|==>)\S/iu,
  // Pictures
  /\b(?:img|image|icon)["']?\s*:/iu,
  // Markup that loads
  /<\s*\/?(?:a|audio|base|embed|form|iframe|image|img|input|link|math|meta|object|picture|script|source|style|svg|video)\b/iu,
  /<[a-z][^<>]*=/iu,
  // Styles that load
  /\b(?:url|src|image-set)\s*\(|@import\b|(?:^|[;\n])[ \t]*(?:style|classDef|linkStyle)\b[^\n;]*[\\"']/iu,
];
/** https://katex.org/docs/supported.html#html, https://docs.mathjax.org/en/latest/input/tex/extensions/html.html */
const IN_FORMULA = /\\(?:href|url|includegraphics|html[a-z]*|style|class|cssId|require)(?![a-z])|:\/\//iu;

/** Whether a Mermaid diagram loads a picture, links somewhere or sets its own options. */
export function isActiveDiagram(source: string): boolean {
  // What they say is judged with the rest.
  const rest = source
    .replace(HARMLESS_HEAD, (head) => head.replaceAll('---', ''))
    .replace(HARMLESS_DATA, (data) => data.slice(2));
  return IN_DIAGRAM.some((pattern) => pattern.test(rest));
}

/** Whether a formula links somewhere or loads a picture. */
export function isActiveFormula(latex: string): boolean {
  return IN_FORMULA.test(latex);
}
