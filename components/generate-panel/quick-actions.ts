import { locale, t } from '../i18n/translate.ts';

/** What is mostly wanted of a selected text, one click each. */
export const QUICK_ACTIONS = ['summarise', 'translate', 'improve'] as const;
export type QuickAction = (typeof QUICK_ACTIONS)[number];

/** What a quick action asks; a translation goes into the language of Settings, else the person's own. */
export function quickPrompt(action: QuickAction, outputLanguage: string): string {
  return t(`panel.quick.${action}.prompt`, { language: outputLanguage.trim() || nameOfLanguage(locale) });
}

function nameOfLanguage(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language', fallback: 'code' }).of(tag.split('-')[0] ?? tag) ?? tag;
}
