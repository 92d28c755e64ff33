import { describe, expect, it } from 'vitest';

import { CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { PROMPTS_VALUE } from '../../../lib/prompt-library/saved-prompts-service.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { TransferService } from '../../../lib/transfer/transfer-service.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';
import { createSettingsWorld } from '../../fakes/settings-world.ts';

const TOKEN = 'ntn_canary_token_0001';

function setUp() {
  const world = createSettingsWorld();
  const prompts = new VersionedValue(world.store, PROMPTS_VALUE);
  const connections = new VersionedValue(world.store, CONNECTIONS_VALUE);
  let ids = 0;
  const transfer = new TransferService({ ...world, prompts, connections, newId: () => `new-${++ids}` });
  return { ...world, prompts, connections, transfer };
}

async function filled() {
  const world = setUp();
  await world.service.save({ settings: { outputLanguage: 'German', engine: 'openai' }, secrets: { notion: TOKEN } });
  await world.prompts.update(() => [{ id: 'p1', name: 'P', text: 'T', builtIn: false, updatedAt: 1 }]);
  await world.connections.update((stored) => ({ ...stored, connections: [sampleConnection()] }));
  return world;
}

describe('export and import', () => {
  it('carry settings, prompts and connections over, without keys', async () => {
    const { json } = await (await filled()).transfer.export(false);
    expect(json).not.toContain('canary');
    const other = setUp();
    expect(await other.transfer.import(json)).toEqual({ settings: true, prompts: 1, connections: 1, keys: 0 });
    expect((await other.service.view()).settings.outputLanguage).toBe('German');
    expect((await other.connections.read()).connections).toEqual([sampleConnection()]);
    expect(await other.transfer.import(json)).toMatchObject({ prompts: 0, connections: 0 });
  });

  it('carry keys over only when asked, and store them as ciphertext', async () => {
    const { json } = await (await filled()).transfer.export(true);
    expect(json).toContain(TOKEN);
    const other = setUp();
    expect(await other.transfer.import(json)).toMatchObject({ keys: 1 });
    expect(JSON.stringify([...other.store.entries])).not.toContain('canary');
    expect(await other.vault.read('notion', 'https://api.notion.com')).toBe(TOKEN);
  });

  it('say of rows that an older Visen does not know that the file is newer, and take that Visen’s own files', async () => {
    const world = await filled();
    const { connections } = await world.connections.read();
    const selection = { kind: 'outdated', rowIds: ['row-1'] } as const;
    await world.connections.update((stored) => ({
      ...stored,
      connections: connections.map((connection) => ({ ...connection, selection })),
    }));
    const file = JSON.parse((await world.transfer.export(false)).json) as { version: number };
    expect(file.version).toBe(2);
    expect(world.store.entries.get('connections')).toMatchObject({ version: 2 });
    const other = setUp();
    const old = JSON.stringify({ ...file, version: 1, connections });
    expect(await other.transfer.import(old)).toMatchObject({ connections: 1 });
    expect((await other.connections.read()).connections).toEqual(connections);
  });

  it('take the newer of two connections with the same id', async () => {
    const world = await filled();
    const { json } = await world.transfer.export(false);
    await world.connections.update((stored) => ({
      ...stored,
      connections: [sampleConnection({ name: 'Newer', updatedAt: 2_000 })],
    }));
    await world.transfer.import(json);
    expect((await world.connections.read()).connections[0]?.name).toBe('Newer');
  });

  it.each([
    ['no json', 'nope', { code: 'import-invalid', details: { reason: 'json' } }],
    ['another file', '{"format":"other"}', { code: 'import-invalid', details: { reason: 'format' } }],
    ['a newer version', '{"format":"visen","version":3}', { code: 'storage-newer' }],
    [
      'a broken connection',
      JSON.stringify({ format: 'visen', version: 1, exportedAt: '', prompts: [], connections: [{ id: 'x' }] }),
      { code: 'import-invalid', details: { reason: 'shape' } },
    ],
    [
      'a key of another service',
      JSON.stringify({ format: 'visen', version: 1, exportedAt: '', prompts: [], keys: { openai: 'AIzaCanary' } }),
      { code: 'engine-key-invalid' },
    ],
  ])('refuse %s, with the reason, and change nothing', async (_what, json, failure) => {
    const world = await filled();
    const before = JSON.stringify([...world.store.entries]);
    const error: unknown = await world.transfer.import(json).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(failure);
    expect(JSON.stringify(error)).not.toContain('Canary');
    expect(JSON.stringify([...world.store.entries])).toBe(before);
  });

  it('change nothing when the storage is full in the middle', async () => {
    const { json } = await (await filled()).transfer.export(true);
    const other = setUp();
    other.store.failSetWith = 'storage-full';
    await expect(other.transfer.import(json)).rejects.toMatchObject({ code: 'storage-full' });
    expect(other.store.entries.size).toBe(0);
  });
});
