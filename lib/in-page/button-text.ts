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

/** The button's name, in the language that Notion's document says it is in (not the browser's); English for one that we lack. */
export function buttonText(documentLanguage: string): string {
  const tag = documentLanguage.toLowerCase();
  const base = tag.split('-')[0]!;
  const isTraditional = /^zh\b.*\b(?:hant|tw|hk|mo)\b/u.test(tag); // another script, which we do not have
  return isTraditional || !Object.hasOwn(TEXTS, base) ? TEXTS['en']! : TEXTS[base]!;
}
