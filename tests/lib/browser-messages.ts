import { readFileSync } from 'node:fs';

/** What the browser's own texts say in a language of the interface (`pt-BR`): the message of that name. */
export function messagesOf(language: string): (name: string) => string {
  const file = new URL(`../../assets/public/_locales/${language.replace('-', '_')}/messages.json`, import.meta.url);
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { message: string } | undefined>;
  return (name) => messages[name]?.message ?? '';
}
