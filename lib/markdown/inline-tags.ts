/** Tags inside a line that have a meaning in Notion: HTML's, and those of Notion's own Markdown. All others are text. */

export type Mark = 'bold' | 'italic' | 'strikethrough' | 'underline' | 'code';

const MARKS: Readonly<Record<string, Mark>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  del: 'strikethrough',
  strike: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  code: 'code',
  kbd: 'code',
};

const OTHERS: ReadonlySet<string> = new Set(['br', 'sup', 'sub', 'a', 'span', 'mark', 'date', 'mention', 'citation']);

export const isInlineTag = (name: string): boolean =>
  Object.hasOwn(MARKS, name) || OTHERS.has(name) || name.startsWith('mention-');

export const markOfTag = (name: string): Mark | undefined => (Object.hasOwn(MARKS, name) ? MARKS[name] : undefined);
