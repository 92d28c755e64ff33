import { describe, expect, it } from 'vitest';

import { ENGINE_IDS } from '../../lib/language-model/engines.ts';
import { sourceFiles } from './source-files.ts';

/** An engine's own rooms: its adapter, its entry, its line in the table of adapters, its fields in Settings. */
const OWN_ROOMS =
  /^lib\/adapters\/|^lib\/language-model\/engines(?:\/|\.ts)|^entrypoints\/background\/create-model\.ts|^components\/settings-form\/(?:compatible-server|built-in-model)\.tsx/u;

describe('engines', () => {
  it('are named by their ids in their own rooms alone: the rest asks the table', () => {
    const named = new RegExp(
      `(?<!from )'(?:${ENGINE_IDS.join('|')})'|\\b(?:secrets|models)\\.(?:${ENGINE_IDS.join('|')})\\b`,
      'u',
    );
    const files = sourceFiles(['lib', 'components', 'entrypoints']).filter(({ path }) => !OWN_ROOMS.test(path));
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter(({ text }) => named.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
