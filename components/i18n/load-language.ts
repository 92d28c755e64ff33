import type { Language } from './languages.ts';
import { speak, type TextTable } from './translate.ts';

type Loaded = { readonly default: TextTable };

/** Each is a file of its own in the bundle. */
const TABLES: Readonly<Record<Language, () => Promise<Loaded>>> = {
  en: () => import('../../assets/locales/en.json', { with: { type: 'json' } }),
  de: () => import('../../assets/locales/de.json', { with: { type: 'json' } }),
  es: () => import('../../assets/locales/es.json', { with: { type: 'json' } }),
  fr: () => import('../../assets/locales/fr.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../../assets/locales/pt-BR.json', { with: { type: 'json' } }),
  it: () => import('../../assets/locales/it.json', { with: { type: 'json' } }),
  ja: () => import('../../assets/locales/ja.json', { with: { type: 'json' } }),
  ko: () => import('../../assets/locales/ko.json', { with: { type: 'json' } }),
  'zh-CN': () => import('../../assets/locales/zh-CN.json', { with: { type: 'json' } }),
  ar: () => import('../../assets/locales/ar.json', { with: { type: 'json' } }),
};

/** Loads the texts of a language and speaks it from then on. */
export async function loadLanguage(language: Language): Promise<void> {
  speak(language, (await TABLES[language]()).default);
}
