import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import type { ValueDefinition } from '../../../lib/storage/versioned-value.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

interface Pet {
  readonly name: string;
  readonly legs: number;
}

const PET: ValueDefinition<Pet> = {
  key: 'pet',
  version: 3,
  schema: v.object({ name: v.string(), legs: v.number() }),
  initial: { name: '', legs: 4 },
  migrations: {
    1: (value) => ({ name: (value as { n: string }).n.trim() }),
    2: (value) => ({ ...(value as object), legs: 4 }),
  },
};

function setUp(stored?: unknown) {
  const store = createMemoryKeyValueStore(stored === undefined ? {} : { pet: stored });
  return { store, value: new VersionedValue(store, PET) };
}

describe('a versioned value', () => {
  it('is its initial value while nothing is stored', async () => {
    const { store, value } = setUp();
    expect(await value.read()).toEqual({ name: '', legs: 4 });
    expect(store.entries.size).toBe(0);
  });

  it('is stored with its version and told to listeners', async () => {
    const { store, value } = setUp();
    let told = 0;
    const end = value.subscribe(() => told++);
    await value.update((pet) => ({ ...pet, name: 'Rex' }));
    end();
    await value.update((pet) => ({ ...pet, legs: 3 }));
    expect(store.entries.get('pet')).toEqual({ version: 3, value: { name: 'Rex', legs: 3 } });
    expect(told).toBe(1);
  });

  it('goes through every migration from an older version', async () => {
    const { value } = setUp({ version: 1, value: { n: ' Rex ' } });
    expect(await value.read()).toEqual({ name: 'Rex', legs: 4 });
  });

  it('keeps the old data and says so when a migration fails or gives what does not fit', async () => {
    const old = { version: 1, value: { n: 5 } };
    const thrown = setUp(old);
    await expect(thrown.value.read()).rejects.toMatchObject({
      code: 'storage-unavailable',
      details: { key: 'pet', reason: 'migration' },
    });
    await expect(thrown.value.update((pet) => ({ ...pet }))).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect([...thrown.store.entries]).toEqual([['pet', old]]);

    const misfit = setUp({ version: 2, value: { nme: 'Rex' } });
    await expect(misfit.value.read()).rejects.toMatchObject({ details: { reason: 'migration' } });
    expect(misfit.store.entries.get('pet')).toEqual({ version: 2, value: { nme: 'Rex' } });
  });

  it('refuses a newer version and never touches it', async () => {
    const newer = { version: 4, value: { anything: true } };
    const { store, value } = setUp(newer);
    await expect(value.read()).rejects.toMatchObject({ code: 'storage-newer', details: { version: 4 } });
    await expect(value.update((pet) => ({ ...pet }))).rejects.toMatchObject({ code: 'storage-newer' });
    expect([...store.entries]).toEqual([['pet', newer]]);
  });

  it.each([['text'], [42], [null], [{ value: {} }], [{ version: 'x' }], [{ version: 3, value: { name: 1 } }]])(
    'puts the corrupt value %j aside, uses the initial one and reports it until the next change',
    async (corrupt) => {
      const { store, value } = setUp(corrupt);
      expect(await value.read()).toEqual(PET.initial);
      expect(store.entries.get('pet.corrupt')).toEqual(corrupt);
      expect(value.problem).toMatchObject({ code: 'storage-unavailable', details: { key: 'pet', reason: 'corrupt' } });
      await value.update((pet) => ({ ...pet, name: 'new' }));
      expect(value.problem).toBeUndefined();
      expect(store.entries.get('pet.corrupt')).toEqual(corrupt);
    },
  );

  it('gives a part without understanding the rest', async () => {
    const { value } = setUp({ version: 3, value: { name: 'Rex', legs: 'four' } });
    const nameOf = (stored: unknown) => (stored as Pet).name;
    expect(await value.readPart(nameOf, ({ name }) => name)).toBe('Rex');
    expect(value.problem).toBeUndefined();
  });

  it.each([
    ['an older version', { version: 2, value: { name: 'Rex' } }, 'Rex'],
    ['what the part cannot be found in', { version: 3, value: { name: 'Rex', legs: 3 } }, 'Rex'],
    ['nothing', undefined, ''],
  ])('gives a part of the whole where there is %s', async (_what, stored, name) => {
    const { value } = setUp(stored);
    expect(
      await value.readPart(
        () => undefined,
        (pet) => pet.name,
      ),
    ).toBe(name);
  });

  it('makes changes one after the other, so that none is lost', async () => {
    const { value } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => value.update(async (pet) => ({ ...pet, legs: pet.legs + 1 }))));
    expect((await value.read()).legs).toBe(24);
  });

  it('stays as it was when the store is full or a change throws, and takes the next change', async () => {
    const { store, value } = setUp();
    await value.update(() => ({ name: 'Rex', legs: 4 }));
    store.failSetWith = 'storage-full';
    await expect(value.update((pet) => ({ ...pet, name: 'Lost' }))).rejects.toMatchObject({ code: 'storage-full' });
    store.failSetWith = undefined;
    await expect(
      value.update(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await value.read()).toEqual({ name: 'Rex', legs: 4 });
    expect(await value.update((pet) => ({ ...pet, legs: 3 }))).toEqual({ name: 'Rex', legs: 3 });
  });
});
