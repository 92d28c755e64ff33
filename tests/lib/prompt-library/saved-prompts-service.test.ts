import { beforeEach, describe, expect, it } from 'vitest';

import type { SavedPrompt } from '../../../lib/prompt-library/saved-prompt.ts';
import { PROMPTS_VALUE, SavedPromptsService } from '../../../lib/prompt-library/saved-prompts-service.ts';
import { Emitter } from '../../../lib/shared/emitter.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

const BUILT_IN: SavedPrompt = { id: 'built-in:tag', name: 'Tag', text: 'Tag it', builtIn: true, updatedAt: 0 };
const own = (id: string, text = 'Text'): SavedPrompt => ({
  id,
  name: `Name ${id}`,
  text,
  builtIn: false,
  updatedAt: 1,
});

function setUp(language: Emitter = new Emitter()) {
  let ids = 0;
  const stored = new VersionedValue(createMemoryKeyValueStore(), PROMPTS_VALUE);
  return new SavedPromptsService({
    stored,
    builtIn: { read: async () => [BUILT_IN], subscribe: (changed) => language.subscribe(changed) },
    clock: createManualClock(),
    newId: () => `new-${++ids}`,
  });
}

describe('the prompts library', () => {
  let service: SavedPromptsService;
  beforeEach(() => void (service = setUp()));

  it('shows one’s own prompts before the built-in ones', async () => {
    await service.save(own('p1'));
    expect((await service.topic.read()).map(({ id }) => id)).toEqual(['p1', 'built-in:tag']);
  });

  it('is told anew when the language of the interface changes', () => {
    const language = new Emitter();
    let changes = 0;
    const leave = setUp(language).topic.subscribe(() => (changes += 1));
    language.emit();
    leave();
    language.emit();
    expect(changes).toBe(1);
    expect(language.listeners).toBe(0);
  });

  it('stores a changed built-in prompt as one’s own and leaves the built-in one', async () => {
    const saved = await service.save({ ...BUILT_IN, text: 'Tag it well' });
    expect(saved).toMatchObject({ id: 'new-1', builtIn: false, text: 'Tag it well' });
    expect((await service.topic.read()).at(-1)).toEqual(BUILT_IN);
  });

  it('comes back whole from its own export, and adds nothing twice', async () => {
    await service.save(own('p1'));
    await service.save(own('p2', 'Ünïcode {{Name}}\n"quotes"'));
    const { json, fileName } = await service.export();
    expect(fileName).toBe('visen-prompts-2026-11-21.json');
    expect(await service.import(json)).toEqual({ added: 0 });
    const other = setUp();
    expect(await other.import(json)).toEqual({ added: 2 });
    expect((await other.own()).map(({ text }) => text)).toEqual((await service.own()).map(({ text }) => text));
  });

  it('gives an imported prompt another id when its id is taken', async () => {
    await service.save(own('p1'));
    const json = JSON.stringify({ format: 'visen-prompts', version: 1, prompts: [own('p1', 'Another text')] });
    expect(await service.import(json)).toEqual({ added: 1 });
    expect(new Set((await service.own()).map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    ['not json', 'json'],
    ['{}', 'shape'],
    [JSON.stringify({ format: 'visen-prompts', version: 1, prompts: [own('p1'), { id: 'p2' }] }), 'shape'],
    [JSON.stringify({ format: 'visen-prompts', version: 9, prompts: [] }), 'shape'],
  ])('refuses %s whole, with the reason', async (json, reason) => {
    await expect(service.import(json)).rejects.toMatchObject({ code: 'import-invalid', details: { reason } });
    expect(await service.own()).toEqual([]);
  });
});
