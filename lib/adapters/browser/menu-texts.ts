import { browser } from './browser.ts';

const KEY = 'menu-language';

type Texts = (name: string) => string;

/** The words of the menu in the chosen language of the interface; the browser's own chooses by its language alone. */
export async function menuTexts(): Promise<Texts> {
  const stored: unknown = (await browser.storage.local.get(KEY))[KEY];
  const ofBrowser: Texts = (name) => browser.i18n.getMessage(name);
  if (typeof stored !== 'string' || stored === '') return ofBrowser;
  // A file of our own package; a language that this version does not have is spoken by the browser's.
  const address = browser.runtime.getURL(`_locales/${stored.replace('-', '_')}/messages.json`);
  const file: unknown = await fetch(address).then(
    (response) => response.json(),
    () => undefined,
  );
  return (name) => messageIn(file, name) ?? ofBrowser(name);
}

/** Empty: the browser's. */
export async function keepMenuLanguage(language: string): Promise<void> {
  await browser.storage.local.set({ [KEY]: language });
}

function messageIn(file: unknown, name: string): string | undefined {
  const entry: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, name) : undefined;
  const message: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'message') : undefined;
  return typeof message === 'string' ? message : undefined;
}
