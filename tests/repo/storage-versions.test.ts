import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { CONNECTIONS_VALUE } from '../../lib/connections/connections-store.ts';
import { FEEDBACK_VALUE } from '../../lib/feedback/feedback-service.ts';
import { KEEP_FILLED_VALUE } from '../../lib/keep-filled/keep-filled-store.ts';
import { MIRROR_VALUE } from '../../lib/mirror/mirror-store.ts';
import { DRAFTS_VALUE } from '../../lib/panel/drafts-store.ts';
import { NOTICES_VALUE } from '../../lib/panel/notices-service.ts';
import { PROMPTS_VALUE } from '../../lib/prompt-library/saved-prompts-service.ts';
import { INTEGRATION_VALUE } from '../../lib/settings/integration-store.ts';
import { SECRETS_VALUE } from '../../lib/settings/secret-store.ts';
import { SETTINGS_VALUE } from '../../lib/settings/settings-store.ts';
import type { ValueDefinition } from '../../lib/storage/versioned-value.ts';
import { VersionedValue } from '../../lib/storage/versioned-value.ts';
import { createMemoryKeyValueStore } from '../fakes/memory-key-value-store.ts';
import { sourceFiles } from './source-files.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/storage');
const DEFINITIONS = [
  SETTINGS_VALUE,
  SECRETS_VALUE,
  INTEGRATION_VALUE,
  CONNECTIONS_VALUE,
  PROMPTS_VALUE,
  DRAFTS_VALUE,
  NOTICES_VALUE,
  FEEDBACK_VALUE,
  MIRROR_VALUE,
  KEEP_FILLED_VALUE,
] as readonly ValueDefinition<unknown>[];

const cases = DEFINITIONS.flatMap((definition) =>
  Array.from({ length: definition.version }, (_, index) => ({ definition, key: definition.key, version: index + 1 })),
);

describe('stored values', () => {
  it('are all listed here', () => {
    const defined = sourceFiles(['lib']).flatMap(({ text }) => [
      ...text.matchAll(/: ValueDefinition<[^=]+= \{\s+key: '([^']+)'/g),
    ]);
    expect(defined.map((match) => match[1]).sort()).toEqual(DEFINITIONS.map(({ key }) => key).sort());
  });

  it.each(cases)('$key of version $version can be read', async ({ definition, key, version }) => {
    const example = JSON.parse(readFileSync(join(FIXTURES, `${key}.v${version}.json`), 'utf8')) as {
      version: number;
      value: unknown;
    };
    expect(example.version).toBe(version);
    const store = createMemoryKeyValueStore({ [key]: example });
    const value = new VersionedValue(store, definition);
    const read = await value.read();
    expect(value.problem).toBeUndefined();
    // Nothing of the present version's example is lost on the way.
    if (version === definition.version) expect(read).toEqual(example.value);
    expect([...store.entries.keys()]).toEqual([key]);
  });

  it('have no example too many', () => {
    const examples = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));
    expect(examples.sort()).toEqual(cases.map(({ key, version }) => `${key}.v${version}.json`).sort());
  });
});
