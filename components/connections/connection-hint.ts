import type { Connection } from '../../lib/connections/connection.ts';

const WORDS = 12;

/** What tells connections of one name apart: the pages above the target, and how the prompt begins. */
export function connectionHint({ target, options }: Pick<Connection, 'target' | 'options'>): string {
  const path = target.path?.filter((title) => title !== '').join(' / ') ?? '';
  const words = options.prompt.trim().split(/\s+/);
  const start = words.slice(0, WORDS).join(' ') + (words.length > WORDS ? ' …' : '');
  return [path, start].filter((text) => text !== '').join(' · ');
}
