import { createRequire } from 'node:module';

/** The text of the CommonMark specification, as its package has it. */
export function commonMarkText(): string {
  return (createRequire(import.meta.url)('commonmark-spec') as { text: string }).text;
}
