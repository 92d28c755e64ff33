import { lazy } from '../shared/lazy.ts';
import type { CalloutColor, CalloutIcon } from './block-types.ts';

export interface CalloutLook {
  readonly icon: CalloutIcon;
  readonly color: CalloutColor;
}

const look = (emoji: string, color: CalloutColor): CalloutLook => ({ icon: { type: 'emoji', emoji }, color });

const NOTE = look('📝', 'blue_background');
const TIP = look('💡', 'green_background');
const IMPORTANT = look('❗', 'purple_background');
const WARNING = look('⚠️', 'yellow_background');
const DANGER = look('🛑', 'red_background');
const PLAIN = look('📌', 'gray_background');

// GitHub's five, and the names that Obsidian, Docusaurus and VitePress add.
const LOOKS: ReadonlyMap<string, CalloutLook> = new Map([
  ['note', NOTE],
  ['info', NOTE],
  ['abstract', NOTE],
  ['summary', NOTE],
  ['tip', TIP],
  ['hint', TIP],
  ['success', look('✅', 'green_background')],
  ['check', look('✅', 'green_background')],
  ['important', IMPORTANT],
  ['question', look('❓', 'purple_background')],
  ['faq', look('❓', 'purple_background')],
  ['warning', WARNING],
  ['attention', WARNING],
  ['caution', DANGER],
  ['danger', DANGER],
  ['error', DANGER],
  ['failure', DANGER],
  ['bug', look('🐞', 'red_background')],
  ['example', PLAIN],
  ['quote', look('💬', 'gray_background')],
  ['todo', PLAIN],
  ['key', IMPORTANT],
]);

/** How a callout of that name looks; undefined for a name that no dialect has. */
export function calloutLook(name: string): CalloutLook | undefined {
  return LOOKS.get(name);
}

export const PLAIN_CALLOUT = PLAIN;

// Notion knows the emoji of Unicode's list; the flag "v" is newer than the language level that is compiled for.
const emojiAtStart = lazy(() => new RegExp('^(\\p{RGI_Emoji})(?:\\s+|$)', 'v'));

/** The look of a callout whose text begins with its emoji, as convert-blocks-to-text.ts writes it, and the text behind. */
export function leadingEmoji(text: string): { readonly look: CalloutLook; readonly rest: string } | undefined {
  // Nothing below is an emoji by itself.
  if (!(text.charCodeAt(0) >= 0x203c)) return undefined;
  // A model may leave out the character that selects the emoji's form.
  for (const written of [text, text.replace(/^(\S)(?=\s|$)/u, '$1\uFE0F')]) {
    const match = emojiAtStart().exec(written);
    if (match !== null) return { look: look(match[1]!, 'gray_background'), rest: written.slice(match[0].length) };
  }
  return undefined;
}

/** The name that gives a callout this look; undefined for a look that none of ours has. */
export function calloutName(emoji: string, color: string): string | undefined {
  for (const [name, { icon, color: own }] of LOOKS) if (icon.emoji === emoji && own === color) return name;
  return undefined;
}
