const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'tr', 'ja', 'ko', 'zh'] as const;

/** Suggestions for an output language, each in its own words: models and people both understand it. */
export const OUTPUT_LANGUAGES: readonly { readonly value: string }[] = LANGUAGES.map((tag) => ({
  value: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag,
}));
