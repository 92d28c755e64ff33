import type { CalloutColor, TextColor } from './block-types.ts';

const COLORS: ReadonlySet<string> = new Set([
  'gray',
  'brown',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'red',
]);

/** A colour as Notion's Markdown names it (`red`, `red_bg`, `red_background`); undefined for any other name. */
export function notionColor(name: string | undefined): TextColor | CalloutColor | undefined {
  const [, color = '', background] = /^([a-z]+)(_bg|_background)?$/.exec(name ?? '') ?? [];
  if (!COLORS.has(color)) return undefined;
  return background === undefined ? (color as TextColor) : `${color as TextColor}_background`;
}
