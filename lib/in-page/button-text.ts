/** The button's name by the language of Notion's document; the same words as `menu_generate` of the browser's menu. */
const TEXTS: Readonly<Record<string, string>> = {
  ar: 'التوليد بالذكاء الاصطناعي',
  de: 'Mit KI erstellen',
  en: 'Generate with AI',
  es: 'Generar con IA',
  fr: 'Générer avec l’IA',
  it: 'Genera con l’IA',
  ja: 'AIで生成',
  ko: 'AI로 생성',
  pt: 'Gerar com IA',
  zh: '用 AI 生成',
};

const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0]!;

/**
 * The button's name in the language that Notion's document says it is in, where that is German or one of the languages that the person
 * reads (`navigator.languages`); else English.
 */
export function buttonText(documentLanguage: string, languages: readonly string[]): string {
  const base = baseOf(documentLanguage);
  const isTraditional = /^zh\b.*\b(?:hant|tw|hk|mo)\b/iu.test(documentLanguage); // another script, which we do not have
  const isRead = base === 'de' || languages.some((language) => baseOf(language) === base);
  return !isTraditional && isRead && Object.hasOwn(TEXTS, base) ? TEXTS[base]! : TEXTS['en']!;
}
