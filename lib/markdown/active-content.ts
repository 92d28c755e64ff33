/**
 * Diagrams and formulas that hold an address. Notion draws both, and what it draws may load or link what the text names, past
 * the rule for links; as plain code the same text does nothing.
 * https://mermaid.js.org/syntax/flowchart.html#interaction, https://katex.org/docs/supported.html#html
 */

const IN_DIAGRAM =
  /:\/\/|\bclick\b|\bhref\b|\blinks?\b\s+\w+\s*:|\b(?:img|image|icon)\s*:|%%\{|\burl\s*\(|<\s*(?:img|a|script|iframe|image)\b|\bjavascript:|\bdata:/iu;
const IN_FORMULA = /\\(?:href|url|includegraphics|html\w+)\b|:\/\//u;

/** Whether a Mermaid diagram loads a picture, links somewhere or sets its own options. */
export function isActiveDiagram(source: string): boolean {
  return IN_DIAGRAM.test(source);
}

/** Whether a formula links somewhere or loads a picture. */
export function isActiveFormula(latex: string): boolean {
  return IN_FORMULA.test(latex);
}
