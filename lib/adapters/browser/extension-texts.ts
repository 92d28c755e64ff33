import { browser } from './browser.ts';
import { messageIn } from './message-file.ts';

/** Stored since the menu alone followed it. */
const KEY = 'menu-language';

export type ExtensionTexts = (name: string, substitutions?: readonly string[]) => string;

/**
 * What the background itself says (menu, badge, notifications, samples, built-in prompts), in the chosen language of the interface;
 * `browser.i18n` knows the browser's alone.
 */
export async function extensionTexts(): Promise<ExtensionTexts> {
  const stored: unknown = (await browser.storage.local.get(KEY))[KEY];
  const ofBrowser: ExtensionTexts = (name, substitutions = []) => browser.i18n.getMessage(name, [...substitutions]);
  if (typeof stored !== 'string' || stored === '') return ofBrowser;
  const file = await fileOf(stored);
  return (name, substitutions) => messageIn(file, name, substitutions) ?? ofBrowser(name, substitutions);
}

/** The file that was read last: a run says something twice a second, and the language seldom changes. */
let last: { readonly language: string; readonly file: unknown } | undefined;

/** A file of our own package; undefined for a language that this version does not have, which the browser's then speaks for. */
async function fileOf(language: string): Promise<unknown> {
  if (last?.language === language) return last.file;
  const response = fetch(browser.runtime.getURL(`_locales/${language.replace('-', '_')}/messages.json`));
  const file: unknown = await response.then(
    (answer) => answer.json(),
    () => undefined,
  );
  if (file !== undefined) last = { language, file };
  return file;
}

/** Empty: the browser's. */
export async function keepTextLanguage(language: string): Promise<void> {
  await browser.storage.local.set({ [KEY]: language });
}
