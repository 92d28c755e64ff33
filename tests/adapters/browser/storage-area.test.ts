import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { createKeptStorageArea } from '../../../lib/adapters/browser/storage-area.ts';
import type { KeptBrowser } from '../../../lib/adapters/browser/storage-area.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';

type Changes = Record<string, { newValue?: unknown }>;

/** `storage.local` of a browser: tells of each change a turn later, to whoever made it too, and not of what stayed the same. */
function createBrowser() {
  const entries = new Map<string, unknown>();
  const listeners: ((changes: Changes, area: string) => void)[] = [];
  const counts = { reads: 0, writes: 0 };
  const state = { refuses: false, isGone: false };
  const tell = (changes: Changes) => {
    if (Object.keys(changes).length > 0)
      queueMicrotask(() => listeners.forEach((listener) => listener(changes, 'local')));
  };
  const local = {
    get: async (keys: string | string[]) => {
      counts.reads += 1;
      if (state.isGone) throw new Error('the disk is gone');
      const found = [keys].flat().filter((key) => entries.has(key));
      return Object.fromEntries(found.map((key) => [key, structuredClone(entries.get(key))]));
    },
    set: async (items: Record<string, unknown>) => {
      counts.writes += 1;
      if (state.refuses) throw new Error('QUOTA_BYTES quota exceeded');
      const changes: Changes = {};
      for (const [key, value] of Object.entries(items)) {
        if (JSON.stringify(entries.get(key)) === JSON.stringify(value)) continue;
        entries.set(key, structuredClone(value));
        changes[key] = { newValue: structuredClone(value) };
      }
      tell(changes);
    },
    remove: async (keys: string[]) => {
      for (const key of keys) entries.delete(key);
      tell(Object.fromEntries(keys.map((key) => [key, {}])));
    },
  };
  const clear = () => {
    const changes = Object.fromEntries([...entries.keys()].map((key) => [key, {}]));
    entries.clear();
    tell(changes);
  };
  const browser = {
    storage: { local, onChanged: { addListener: (listener: (typeof listeners)[number]) => listeners.push(listener) } },
  };
  return { browser: browser as unknown as KeptBrowser, local, clear, counts, state };
}

/** What was told a turn later has arrived. */
const told = () => new Promise<void>((resolve) => setImmediate(resolve));

const PETS = {
  key: 'pets',
  version: 1,
  schema: v.object({ names: v.array(v.string()) }),
  initial: { names: [] },
  migrations: {},
};
const add = (name: string) => (pets: { names: string[] }) => ({ names: [...pets.names, name] });

describe('what is kept of storage.local', () => {
  it('is read and understood once, however often it is asked for and changed', async () => {
    const { browser, counts } = createBrowser();
    await new VersionedValue(createKeptStorageArea(browser, 'before'), PETS).update(add('Rex'));
    counts.reads = 0;
    let understood = 0;
    const schema = v.pipe(
      PETS.schema,
      v.check(() => ++understood > 0),
    );
    const value = new VersionedValue(createKeptStorageArea(browser, 'now'), { ...PETS, schema });
    await told();
    for (const name of ['Kim', 'Ada']) await value.update(add(name));
    await told();
    expect(await value.read()).toEqual({ names: ['Rex', 'Kim', 'Ada'] });
    expect({ reads: counts.reads, understood }).toEqual({ reads: 1, understood: 1 });
  });

  it('is read anew once somebody else wrote or cleared it, also what is put back as it once was', async () => {
    const { browser, local, clear } = createBrowser();
    const value = new VersionedValue(createKeptStorageArea(browser, 'now'), PETS);
    await value.update(add('Rex'));
    const [first, writer] = [await local.get('pets'), await local.get('writer')];
    await value.update(add('Kim'));
    await told();
    await local.set({ pets: { version: 1, value: { names: ['Other'] } } });
    await told();
    expect(await value.read()).toEqual({ names: ['Other'] });
    clear();
    await told();
    expect(await value.read()).toEqual({ names: [] });
    await local.set({ ...first, ...writer });
    await told();
    expect(await value.read()).toEqual({ names: ['Rex'] });
  });

  it('is what stands there after a write that was refused, and after one that changed nothing', async () => {
    const { browser, local, state } = createBrowser();
    const value = new VersionedValue(createKeptStorageArea(browser, 'now'), PETS);
    await value.update(add('Rex'));
    state.refuses = true;
    await expect(value.update(add('Kim'))).rejects.toMatchObject({ code: 'storage-full' });
    state.refuses = false;
    expect(await value.read()).toEqual({ names: ['Rex'] });
    await value.update((pets) => ({ ...pets }));
    await told();
    await local.set({ pets: { version: 1, value: { names: ['Other'] } } });
    await told();
    expect(await value.read()).toEqual({ names: ['Other'] });
  });

  it('is what another wrote, when that was at the same time', async () => {
    const { browser, local } = createBrowser();
    const value = new VersionedValue(createKeptStorageArea(browser, 'now'), PETS);
    await value.update(add('Rex'));
    await told();
    await Promise.all([value.update(add('Kim')), local.set({ pets: { version: 1, value: { names: ['Other'] } } })]);
    await told();
    const { pets } = (await local.get('pets')) as { pets: { value: unknown } };
    expect(await value.read()).toEqual(pets.value);
  });

  it('is read at the start where nearly every start needs it: once, together', async () => {
    const { browser, counts } = createBrowser();
    const before = createKeptStorageArea(browser, 'before');
    await before.set({ pets: 1, toys: 2 });
    counts.reads = 0;
    const area = createKeptStorageArea(browser, 'now', ['pets', 'toys', 'food']);
    expect(counts.reads).toBe(1);
    expect([await area.get('pets'), await area.get('toys'), await area.get('food')]).toEqual([1, 2, undefined]);
    expect(counts.reads).toBe(1);
  });

  it('is read anew where the read at the start failed', async () => {
    const { browser, state } = createBrowser();
    await createKeptStorageArea(browser, 'before').set({ pets: 1 });
    state.isGone = true;
    const area = createKeptStorageArea(browser, 'now', ['pets']);
    await expect(area.get('pets')).rejects.toMatchObject({ code: 'storage-unavailable' });
    state.isGone = false;
    expect(await area.get('pets')).toBe(1);
  });
});
