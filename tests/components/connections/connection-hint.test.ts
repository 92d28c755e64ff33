import { expect, it } from 'vitest';

import { connectionHint } from '../../../components/connections/connection-hint.ts';
import { type Connection } from '../../../lib/connections/connection.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../../../lib/run-request/generation-options.ts';

const hint = (prompt: string, path?: readonly string[]) =>
  connectionHint({
    target: { kind: 'page', id: 'a', title: 'Notes', url: 'https://www.notion.so/a', ...(path && { path }) },
    options: { ...DEFAULT_GENERATION_OPTIONS, prompt },
  } satisfies Pick<Connection, 'target' | 'options'>);

it('names the pages above and the first words of the prompt', () => {
  expect(hint('Sum it up', ['Team', 'Sales'])).toBe('Team / Sales · Sum it up');
  expect(hint('Sum it up')).toBe('Sum it up');
  expect(hint('', ['Team'])).toBe('Team');
  expect(hint('a b c d e f g h i j k l m')).toBe('a b c d e f g h i j k l …');
});
