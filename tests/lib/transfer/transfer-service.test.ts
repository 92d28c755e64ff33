import { describe, expect, it } from 'vitest';

import { CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { newKeptFilled } from '../../../lib/keep-filled/kept-filled.ts';
import { KEEP_FILLED_VALUE } from '../../../lib/keep-filled/keep-filled-store.ts';
import { PROMPTS_VALUE } from '../../../lib/prompt-library/saved-prompts-service.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { MAX_FILE_CHARACTERS } from '../../../lib/shared/bounded.ts';
import { TransferService } from '../../../lib/transfer/transfer-service.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';
import { createSettingsWorld } from '../../fakes/settings-world.ts';

const TOKEN = 'ntn_canary_token_0001';
const ALL = { settings: true, systemInstructions: true, prompts: true, connections: true, keys: true };

function setUp() {
  const world = createSettingsWorld();
  const prompts = new VersionedValue(world.store, PROMPTS_VALUE);
  const connections = new VersionedValue(world.store, CONNECTIONS_VALUE);
  const keepFilled = new VersionedValue(world.store, KEEP_FILLED_VALUE);
  let ids = 0;
  const transfer = new TransferService({ ...world, prompts, connections, keepFilled, newId: () => `new-${++ids}` });
  return { ...world, prompts, connections, keepFilled, transfer };
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
    expect(await other.transfer.import(json, ALL)).toEqual({ settings: true, prompts: 1, connections: 1, keys: 0 });
    expect((await other.service.view()).settings.outputLanguage).toBe('German');
    expect((await other.connections.read()).connections).toEqual([sampleConnection()]);
    expect(await other.transfer.import(json, ALL)).toMatchObject({ prompts: 0, connections: 0 });
  });

  it('carry what is set of Keep filled over, turned off, and change nothing that is set here', async () => {
    const world = await filled();
    const on = { ...newKeptFilled('c1'), every: 'day', most: 7, isOn: true, nextLookAt: 5, left: 3 } as const;
    await world.keepFilled.update(() => [on]);
    const { json } = await world.transfer.export(false);
    const other = setUp();
    await other.transfer.import(json, ALL);
    const carried = [{ ...newKeptFilled('c1'), every: 'day', most: 7 }];
    expect(await other.keepFilled.read()).toEqual(carried);
    await world.transfer.import(json, ALL);
    expect(await world.keepFilled.read()).toEqual([on]);
  });

  it('carry keys over only when asked, and store them as ciphertext', async () => {
    const { json } = await (await filled()).transfer.export(true);
    expect(json).toContain(TOKEN);
    const other = setUp();
    expect(await other.transfer.import(json, ALL)).toMatchObject({ keys: 1 });
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
    const file = JSON.parse((await world.transfer.export(false)).json) as {
      settings: { value: unknown };
      connections: { version: number };
    };
    expect(file.connections.version).toBe(world.connections.definition.version);
    const other = setUp();
    const { settings } = file;
    const old = JSON.stringify({ format: 'visen', version: 1, exportedAt: '', settings: settings.value, connections });
    expect(await other.transfer.import(old, ALL)).toMatchObject({ connections: 1 });
    expect((await other.connections.read()).connections).toEqual(connections);
  });

  it('take the newer of two connections with the same id', async () => {
    const world = await filled();
    const { json } = await world.transfer.export(false);
    await world.connections.update((stored) => ({
      ...stored,
      connections: [sampleConnection({ name: 'Newer', updatedAt: 2_000 })],
    }));
    await world.transfer.import(json, ALL);
    expect((await world.connections.read()).connections[0]?.name).toBe('Newer');
  });

  it.each([
    ['no json', 'nope', { code: 'import-invalid', details: { reason: 'json' } }],
    ['another file', '{"format":"other"}', { code: 'import-invalid', details: { reason: 'format' } }],
    ['a newer version', '{"format":"visen","version":4}', { code: 'storage-newer' }],
    [
      'a broken connection',
      JSON.stringify({ format: 'visen', version: 1, exportedAt: '', prompts: [], connections: [{ id: 'x' }] }),
      { code: 'import-invalid', details: { reason: 'shape' } },
    ],
    [
      'a part of a newer version',
      JSON.stringify({ format: 'visen', version: 3, exportedAt: '', settings: { version: 99, value: {} } }),
      { code: 'storage-newer' },
    ],
    [
      'a connection whose address is not Notion’s',
      JSON.stringify({
        format: 'visen',
        version: 2,
        exportedAt: '',
        connections: [
          sampleConnection({ target: { ...sampleConnection().target, url: 'https://notion.so.Canary.example/x' } }),
        ],
      }),
      { code: 'import-invalid', details: { reason: 'host', at: 'connections.0.target.url' } },
    ],
    [
      'more than a file may hold',
      `{"format":"visen",${' '.repeat(MAX_FILE_CHARACTERS)}}`,
      { code: 'import-invalid', details: { reason: 'size' } },
    ],
    [
      'a key of another service',
      JSON.stringify({ format: 'visen', version: 1, exportedAt: '', prompts: [], keys: { openai: 'AIzaCanary' } }),
      { code: 'engine-key-invalid' },
    ],
  ])('refuse %s, with the reason, and change nothing', async (_what, json, failure) => {
    const world = await filled();
    const before = JSON.stringify([...world.store.entries]);
    const error: unknown = await world.transfer.import(json, ALL).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(failure);
    expect(JSON.stringify(error)).not.toContain('Canary');
    expect(JSON.stringify([...world.store.entries])).toBe(before);
  });

  it('tell what a file would change before it does, and take the chosen parts alone', async () => {
    const world = await filled();
    const instructions = 'Always answer in rhymes.';
    await world.service.save({
      settings: { engine: 'compatible', baseUrl: 'https://models.example/v1', systemInstructions: instructions },
      secrets: { compatible: 'canary-server-key' },
    });
    const { json } = await world.transfer.export(true);
    const other = setUp();
    expect(await other.transfer.inspect(json)).toEqual({
      exportedAt: expect.any(String) as string,
      settings: { engine: 'compatible', host: 'models.example' },
      systemInstructions: instructions,
      prompts: ['P'],
      connections: [sampleConnection().name],
      keys: ['notion', 'compatible'],
    });
    expect(other.store.entries.size).toBe(0);
    const none = { settings: false, systemInstructions: false, prompts: false, connections: false, keys: false };
    await other.transfer.import(json, { ...none, prompts: true });
    expect([...other.store.entries.keys()].sort()).toEqual([
      'connections',
      'keepFilled',
      'prompts',
      'secrets',
      'settings',
    ]);
    expect((await other.connections.read()).connections).toEqual([]);
    expect((await other.settings.read()).engine).toBe('gemini');
    await other.transfer.import(json, { ...none, settings: true });
    expect(await other.settings.read()).toMatchObject({ engine: 'compatible', systemInstructions: '' });
    await other.transfer.import(json, { ...none, systemInstructions: true });
    expect(await other.settings.read()).toMatchObject({ engine: 'compatible', systemInstructions: instructions });
    expect(await other.vault.read('compatible', 'https://models.example')).toBeUndefined();
  });

  it('ask for the passphrase before keys are written into a file', async () => {
    const world = await filled();
    await world.vault.setPassphrase('correct horse', {});
    await expect(world.transfer.export(true)).rejects.toMatchObject({ code: 'locked' });
    await expect(world.transfer.export(true, 'wrong words')).rejects.toMatchObject({ code: 'locked' });
    expect((await world.transfer.export(true, 'correct horse')).json).toContain('"keys"');
    expect((await world.transfer.export(false)).json).not.toContain('"keys"');
  });

  it('take moments and sums that cannot be true as not known, so that every view still opens', async () => {
    const { json } = await (await filled()).transfer.export(false);
    const absurd = json
      .replaceAll(/"(createdAt|updatedAt)": [\d.]+/gu, '"$1": 1e300')
      .replaceAll(/"(tokens|cost)": [\d.]+/gu, '"$1": 1e300');
    const other = setUp();
    await other.transfer.import(absurd, ALL);
    const [connection] = (await other.connections.read()).connections;
    expect(connection).toMatchObject({ createdAt: 0, updatedAt: 0 });
    expect(connection?.stats.tokens).toBeLessThanOrEqual(1e15);
    expect((await other.prompts.read())[0]?.updatedAt).toBe(0);
  });

  it('change nothing when the storage is full in the middle', async () => {
    const { json } = await (await filled()).transfer.export(true);
    const other = setUp();
    other.store.failSetWith = 'storage-full';
    await expect(other.transfer.import(json, ALL)).rejects.toMatchObject({ code: 'storage-full' });
    expect(other.store.entries.size).toBe(0);
  });
});
