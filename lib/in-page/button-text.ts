/** The button's name, in the language that Notion's document says it is in (not the browser's). */
export function buttonText(documentLanguage: string): string {
  return /^de(-|$)/i.test(documentLanguage) ? 'Mit KI erstellen' : 'Generate with AI';
}
