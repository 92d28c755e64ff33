/** The languages of the interface, by BCP 47 tag, each named in itself. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  'pt-BR': 'Português (Brasil)',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  'zh-CN': '简体中文',
  ar: 'العربية',
} as const;

export type Language = keyof typeof LANGUAGES;

export const ALL_LANGUAGES = Object.keys(LANGUAGES) as Language[];

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(['ar']);

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag);
}

/** The first of the person's languages that we have, in whatever region; English otherwise. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = languageOf(tag);
    if (found !== undefined) return found;
  }
  return 'en';
}

function languageOf(tag: string): Language | undefined {
  const lower = tag.toLowerCase();
  // Traditional characters are another script: who reads them is not given the simplified ones.
  if (/^zh\b.*\b(?:hant|tw|hk|mo)\b/u.test(lower)) return undefined;
  const base = lower.split('-')[0];
  return (
    ALL_LANGUAGES.find((language) => language.toLowerCase() === lower) ??
    ALL_LANGUAGES.find((language) => language.toLowerCase().split('-')[0] === base)
  );
}
