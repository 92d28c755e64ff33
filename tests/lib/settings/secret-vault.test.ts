import { beforeEach, describe, expect, it } from 'vitest';

import { SECRETS_VALUE } from '../../../lib/settings/secret-store.ts';
import { PASSPHRASE_ITERATIONS, SecretVault } from '../../../lib/settings/secret-vault.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryDeviceKey } from '../../fakes/memory-device-key.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

const ORIGINS = { notion: 'https://api.notion.com', compatible: 'http://localhost:11434' };
const TOKEN = 'ntn_canary_1234567890';

function setUp() {
  const store = createMemoryKeyValueStore();
  const session = createMemoryKeyValueStore();
  const deviceKey = createMemoryDeviceKey();
  const clock = createManualClock();
  const create = () =>
    new SecretVault({ stored: new VersionedValue(store, SECRETS_VALUE), session, deviceKey, crypto, clock });
  return { store, session, deviceKey, clock, create, vault: create() };
}

describe('the secret vault', () => {
  let world: ReturnType<typeof setUp>;
  beforeEach(() => void (world = setUp()));

  it('gives a secret back after a restart and stores it as ciphertext only', async () => {
    await world.vault.save({ notion: TOKEN }, ORIGINS);
    expect(await world.create().read('notion', ORIGINS.notion)).toBe(TOKEN);
    const stored = JSON.stringify([...world.store.entries, ...world.session.entries]);
    expect(stored).not.toContain('canary');
    expect(world.store.entries.get('secrets')).toMatchObject({
      value: { secrets: { notion: { last4: '7890', savedAt: world.clock.now() } } },
    });
  });

  it('uses a fresh initialisation vector each time', async () => {
    const ivs = new Set<string>();
    for (let round = 0; round < 20; round++) {
      await world.vault.save({ notion: TOKEN }, ORIGINS);
      const stored = world.store.entries.get('secrets') as { value: { secrets: { notion: { iv: string } } } };
      ivs.add(stored.value.secrets.notion.iv);
    }
    expect(ivs.size).toBe(20);
  });

  it('shows the last four characters, of a short key none', async () => {
    await world.vault.save({ notion: TOKEN, compatible: 'short' }, ORIGINS);
    const views = await world.vault.views(ORIGINS);
    expect(views.notion?.last4).toBe('7890');
    expect(views.compatible?.last4).toBe('');
    expect(JSON.stringify(views)).not.toContain('short');
  });

  it('never gives a key for another origin than the one it was saved for', async () => {
    await world.vault.save({ compatible: 'key-for-localhost' }, ORIGINS);
    expect(await world.vault.read('compatible', 'https://evil.example')).toBeUndefined();
    expect(await world.vault.read('compatible', undefined)).toBeUndefined();
    expect(await world.vault.views({ compatible: 'https://evil.example' })).toEqual({});
    expect(await world.vault.read('compatible', ORIGINS.compatible)).toBe('key-for-localhost');
  });

  it('does not open a ciphertext that was moved to another name', async () => {
    await world.vault.save({ notion: TOKEN }, ORIGINS);
    const stored = world.store.entries.get('secrets') as { value: { secrets: Record<string, unknown> } };
    stored.value.secrets['openai'] = stored.value.secrets['notion'];
    expect(await world.vault.read('openai', ORIGINS.notion)).toBeUndefined();
  });

  it('removes a secret, keeps the others', async () => {
    await world.vault.save({ notion: TOKEN, compatible: 'another-key-1' }, ORIGINS);
    await world.vault.save({ notion: null }, ORIGINS);
    expect(await world.vault.read('notion', ORIGINS.notion)).toBeUndefined();
    expect(await world.vault.read('compatible', ORIGINS.compatible)).toBe('another-key-1');
  });

  it('counts secrets as missing when the device key was lost, and takes new ones', async () => {
    await world.vault.save({ notion: TOKEN }, ORIGINS);
    world.deviceKey.lose();
    expect(await world.vault.views(ORIGINS)).toEqual({});
    expect(await world.vault.read('notion', ORIGINS.notion)).toBeUndefined();
    await world.vault.save({ notion: 'ntn_new_token_0000' }, ORIGINS);
    expect(await world.vault.read('notion', ORIGINS.notion)).toBe('ntn_new_token_0000');
  });

  it('does not take a key for a server that is not set', async () => {
    await expect(world.vault.save({ compatible: 'k' }, {})).rejects.toMatchObject({ code: 'engine-base-url-invalid' });
  });
});

describe('a passphrase', () => {
  let world: ReturnType<typeof setUp>;
  beforeEach(async () => {
    world = setUp();
    await world.vault.setPassphrase('correct horse', ORIGINS);
    await world.vault.save({ notion: TOKEN }, ORIGINS);
  });

  it('forgets the keys that were stored before it, and says which until they are entered again', async () => {
    const fresh = setUp();
    await fresh.vault.save({ notion: TOKEN, compatible: 'server-key' }, ORIGINS);
    const old = structuredClone(fresh.store.entries.get('secrets'));
    await fresh.vault.setPassphrase('correct horse', ORIGINS);
    expect(await fresh.vault.read('notion', ORIGINS.notion)).toBeUndefined();
    expect(await fresh.vault.forgotten()).toEqual(['notion', 'compatible']);
    await fresh.vault.save({ notion: TOKEN }, ORIGINS);
    expect(await fresh.vault.forgotten()).toEqual(['compatible']);
    await fresh.vault.save({ compatible: null }, ORIGINS);
    expect(await fresh.vault.forgotten()).toEqual([]);
    // What an old copy of the disk holds does not open with the key that this device has now.
    fresh.store.entries.set('secrets', old);
    expect(await fresh.create().read('notion', ORIGINS.notion)).toBeUndefined();
  });

  it('can be locked again at any time', async () => {
    await world.vault.lock();
    expect(await world.vault.lockState()).toBe('locked');
    await expect(world.vault.read('notion', ORIGINS.notion)).rejects.toMatchObject({ code: 'locked' });
  });

  it('is asked for again before it is changed or removed', async () => {
    const refused = { code: 'locked', details: { reason: 'wrong-passphrase' } };
    await expect(world.vault.setPassphrase(null, ORIGINS)).rejects.toMatchObject(refused);
    await expect(world.vault.setPassphrase('another one', ORIGINS, 'wrong')).rejects.toMatchObject(refused);
    await expect(world.vault.confirm(undefined)).rejects.toMatchObject(refused);
    await world.vault.confirm('correct horse');
    expect(await world.vault.read('notion', ORIGINS.notion)).toBe(TOKEN);
  });

  it('is derived with at least 600,000 rounds', () => {
    expect(PASSPHRASE_ITERATIONS).toBeGreaterThanOrEqual(600_000);
  });

  it('leaves this session unlocked and the next one locked', async () => {
    expect(await world.vault.lockState()).toBe('unlocked');
    expect(await world.create().read('notion', ORIGINS.notion)).toBe(TOKEN);
    world.session.entries.clear();
    expect(await world.vault.lockState()).toBe('locked');
    await expect(world.vault.read('notion', ORIGINS.notion)).rejects.toMatchObject({ code: 'locked' });
    await expect(world.vault.save({ compatible: 'k' }, ORIGINS)).rejects.toMatchObject({ code: 'locked' });
    expect((await world.vault.views(ORIGINS)).notion?.last4).toBe('7890');
  });

  it('unlocks with the right one only', async () => {
    world.session.entries.clear();
    await expect(world.vault.unlock('wrong')).rejects.toMatchObject({
      code: 'locked',
      details: { reason: 'wrong-passphrase' },
    });
    expect(await world.vault.lockState()).toBe('locked');
    await world.vault.unlock('correct horse');
    expect(await world.vault.read('notion', ORIGINS.notion)).toBe(TOKEN);
  });

  it('is nowhere stored', () => {
    expect(JSON.stringify([...world.store.entries, ...world.session.entries])).not.toContain('correct');
  });

  it('can be changed and removed while unlocked, never while locked', async () => {
    await world.vault.setPassphrase('another', ORIGINS, 'correct horse');
    world.session.entries.clear();
    await expect(world.vault.setPassphrase(null, ORIGINS, 'another')).rejects.toMatchObject({ code: 'locked' });
    await expect(world.vault.unlock('correct horse')).rejects.toMatchObject({ code: 'locked' });
    await world.vault.unlock('another');
    await world.vault.setPassphrase(null, ORIGINS, 'another');
    expect(await world.vault.lockState()).toBe('none');
    expect(await world.create().read('notion', ORIGINS.notion)).toBe(TOKEN);
  });
});
