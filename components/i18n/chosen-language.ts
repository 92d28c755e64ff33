/**
 * The language that a person chose for the interface. It belongs to this browser and not to the settings that travel in an export,
 * and it has to be known before the first paint: hence localStorage of the extension's own pages.
 */
import { isLanguage, type Language } from './languages.ts';

const KEY = 'visen.language';

/** Undefined: the browser's. */
export function readChosenLanguage(): Language | undefined {
  const stored = globalThis.localStorage?.getItem(KEY);
  return isLanguage(stored) ? stored : undefined;
}

const listeners = new Set<() => void>();

export function chooseInterfaceLanguage(language: Language | undefined): void {
  if (language === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, language);
  for (const changed of listeners) changed();
}

/** Told of a choice here and in other windows. */
export function watchChosenLanguage(changed: () => void): void {
  listeners.add(changed);
  window.addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) changed();
  });
}
