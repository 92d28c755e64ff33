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
  // A file of our own package; a language that this version does not have is spoken by the browser's.
  const address = browser.runtime.getURL(`_locales/${stored.replace('-', '_')}/messages.json`);
  const file: unknown = await fetch(address).then(
    (response) => response.json(),
    () => undefined,
  );
  return (name, substitutions) => messageIn(file, name, substitutions) ?? ofBrowser(name, substitutions);
}

/** Empty: the browser's. */
export async function keepTextLanguage(language: string): Promise<void> {
  await browser.storage.local.set({ [KEY]: language });
}
