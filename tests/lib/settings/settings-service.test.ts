import { beforeEach, describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { createSettingsWorld } from '../../fakes/settings-world.ts';

const TOKEN = 'ntn_canary_token_0001';
const KEY = 'sk-canary-key-00000002';

describe('saving settings', () => {
  let world: ReturnType<typeof createSettingsWorld>;
  beforeEach(() => void (world = createSettingsWorld()));
  const save = (settings: object, secrets: object = {}) => world.service.save({ settings, secrets });

  it('says what is missing until the chosen engine can work', async () => {
    expect((await world.service.view()).missing).toEqual(['notion-token', 'engine-key']);
    expect((await save({ engine: 'openai' }, { notion: TOKEN, gemini: 'gemini-key-000001' })).missing).toEqual([
      'engine-key',
    ]);
    expect((await save({}, { openai: KEY })).missing).toEqual([]);
    expect((await save({ engine: 'compatible' })).missing).toEqual(['base-url', 'model']);
    const models = { gemini: '', openai: '', compatible: 'llama3', chrome: '' };
    expect((await save({ baseUrl: 'http://localhost:11434/v1', models })).missing).toEqual([]);
  });

  it('shows the last four characters of a key and gives none back', async () => {
    const view = await save({}, { notion: ` "${TOKEN}"\n`, openai: KEY });
    expect(view.secrets.notion?.last4).toBe('0001');
    expect(JSON.stringify(view)).not.toContain('canary');
  });

  it('keeps a key whose field was left empty, replaces it by text and removes it by null', async () => {
    await save({}, { notion: TOKEN, openai: KEY });
    await save({}, { notion: '  ', openai: null });
    expect(Object.keys((await world.service.view()).secrets)).toEqual(['notion']);
    expect((await save({}, { notion: 'ntn_another_token_9' })).secrets.notion?.last4).toBe('en_9');
  });

  it('stores nothing when anything is wrong', async () => {
    await save({ outputLanguage: 'German' }, { notion: TOKEN });
    const before = JSON.stringify([...world.store.entries]);
    await expect(save({ baseUrl: 'http://evil.example/v1' }, { openai: KEY })).rejects.toMatchObject({
      code: 'engine-base-url-invalid',
    });
    await expect(save({ outputLanguage: 'x' }, { openai: 'AIzaWrongService' })).rejects.toMatchObject({
      code: 'engine-key-invalid',
    });
    await expect(save({ connectionsDatabaseUrl: 'https://example.com/x' })).rejects.toMatchObject({
      code: 'url-not-notion',
    });
    world.store.failSetWith = 'storage-full';
    await expect(save({ outputLanguage: 'x' }, { openai: KEY })).rejects.toMatchObject({ code: 'storage-full' });
    expect(JSON.stringify([...world.store.entries])).toBe(before);
  });

  it('drops the key of a compatible server when its host changes, not when its path does', async () => {
    await save({ engine: 'compatible', baseUrl: 'https://one.example/v1' }, { compatible: 'server-key-000001' });
    expect((await save({ baseUrl: 'https://one.example/api/v2' })).secrets.compatible).toBeDefined();
    expect((await save({ baseUrl: 'https://two.example/v1' })).secrets.compatible).toBeUndefined();
    expect((await save({ baseUrl: 'https://one.example/v1' })).secrets.compatible).toBeUndefined();
  });

  it('tells who watches, also of a passphrase', async () => {
    let changes = 0;
    world.service.topic.subscribe(() => changes++);
    await save({ outputLanguage: 'German' });
    const after = changes;
    expect(after).toBeGreaterThan(0);
    await world.service.setPassphrase('secret words');
    expect(changes).toBeGreaterThan(after);
  });

  it('signs out when a first passphrase is set, and says which keys to enter again', async () => {
    await world.service.save({ settings: {}, secrets: { notion: TOKEN } });
    await world.service.testNotion();
    expect((await world.service.view()).integration).toBeDefined();
    const view = await world.service.setPassphrase('secret words');
    expect(view.integration).toBeUndefined();
    expect(view).toMatchObject({ forgotten: ['notion'], secrets: {}, passphrase: 'unlocked' });
    expect((await world.service.lock()).passphrase).toBe('locked');
  });

  it('reports a stored value that was put aside', async () => {
    world.store.entries.set('settings', 'rubbish');
    const view = await world.service.view();
    expect(view.problems).toMatchObject([
      { code: 'storage-unavailable', details: { key: 'settings', reason: 'corrupt' } },
    ]);
    expect(world.store.entries.get('settings.corrupt')).toBe('rubbish');
  });
});

describe('testing Notion', () => {
  let world: ReturnType<typeof createSettingsWorld>;
  beforeEach(async () => {
    world = createSettingsWorld();
    await world.service.save({ settings: {}, secrets: { notion: TOKEN } });
  });

  it('remembers who the stored token speaks for', async () => {
    expect(await world.service.testNotion()).toMatchObject({ outcome: 'ok', workspaceName: 'Fake workspace' });
    expect((await world.service.view()).integration?.workspaceId).toBe('workspace-1');
  });

  it('remembers nothing of a token that is only typed', async () => {
    expect(await world.service.testNotion('ntn_typed_only')).toMatchObject({ outcome: 'ok' });
    expect(world.tokens).toEqual(['ntn_typed_only']);
    expect((await world.service.view()).integration).toBeUndefined();
  });

  it('stays signed in when another token, only typed, is refused', async () => {
    await world.service.save({ settings: {}, secrets: { notion: TOKEN } });
    await world.service.testNotion();
    world.notion.failNext({ method: 'whoAmI', when: 'before', error: new AppError('notion-token-invalid', 'never') });
    expect(await world.service.testNotion('ntn_typed_only')).toMatchObject({ outcome: 'failed' });
    expect((await world.service.view()).integration).toBeDefined();
  });

  it('forgets it when Notion refuses the token, and when another one is saved', async () => {
    await world.service.testNotion();
    world.notion.failNext({ method: 'whoAmI', when: 'before', error: new AppError('notion-token-invalid', 'never') });
    expect(await world.service.testNotion()).toMatchObject({
      outcome: 'failed',
      failure: { code: 'notion-token-invalid' },
    });
    expect((await world.service.view()).integration).toBeUndefined();
    await world.service.testNotion();
    await world.service.save({ settings: {}, secrets: { notion: 'ntn_another' } });
    expect((await world.service.view()).integration).toBeUndefined();
  });

  it('keeps it when Notion is only away', async () => {
    await world.service.testNotion();
    world.notion.failNext({ method: 'whoAmI', when: 'before', error: new AppError('offline', 'later') });
    expect(await world.service.testNotion()).toMatchObject({ outcome: 'failed', failure: { code: 'offline' } });
    expect((await world.service.view()).integration).toBeDefined();
  });

  it('calls an answer slow after three seconds, and gives up after thirty', async () => {
    // The time limit and the call itself; opening the token takes real time before.
    const asked = () => expect.poll(() => world.clock.sleepers).toBe(2);
    world.notion.hooks.beforeEffect = () => world.clock.sleep(4_000);
    const slow = world.service.testNotion();
    await asked();
    await world.clock.advance(4_000);
    expect(await slow).toMatchObject({ outcome: 'slow', milliseconds: 4_000 });
    world.notion.hooks.beforeEffect = () => world.clock.sleep(60_000);
    const lost = world.service.testNotion();
    await asked();
    await world.clock.advance(31_000);
    expect(await lost).toMatchObject({ outcome: 'failed', failure: { code: 'timeout' } });
  });

  it('says that the token is missing, or that the browser withholds the host', async () => {
    world.deniedHosts.add('https://api.notion.com/*');
    expect(await world.service.testNotion()).toMatchObject({ failure: { code: 'notion-permission' } });
    await world.service.save({ settings: {}, secrets: { notion: null } });
    expect(await world.service.testNotion()).toMatchObject({ failure: { code: 'notion-token-missing' } });
  });
});

describe('testing an engine', () => {
  it('fails when an answer would be refused although the list of models came', async () => {
    const world = createSettingsWorld();
    await world.service.save({ settings: { baseUrl: 'https://one.example/v1' }, secrets: {} });
    const { model } = world;
    Object.assign(model, { probe: () => Promise.reject(new AppError('engine-origin-refused', 'never')) });
    expect(await world.service.testEngine({ engine: 'compatible' })).toMatchObject({
      outcome: 'failed',
      failure: { code: 'engine-origin-refused' },
    });
  });

  it('uses a stored key only for the host it was saved for', async () => {
    const world = createSettingsWorld();
    const settings = { engine: 'compatible' as const, baseUrl: 'https://one.example/v1' };
    await world.service.save({ settings, secrets: { compatible: 'server-key-000001' } });
    expect(await world.service.testEngine({ engine: 'compatible' })).toMatchObject({ outcome: 'ok' });
    await world.service.testEngine({ engine: 'compatible', baseUrl: 'https://evil.example/v1' });
    expect(world.models.map(({ access: { baseUrl, key } }) => ({ baseUrl, key }))).toEqual([
      { baseUrl: 'https://one.example/v1', key: 'server-key-000001' },
      { baseUrl: 'https://evil.example/v1', key: undefined },
    ]);
  });

  it('says what is missing before it asks anyone', async () => {
    const world = createSettingsWorld();
    expect(await world.service.testEngine({ engine: 'openai' })).toMatchObject({
      failure: { code: 'engine-key-missing' },
    });
    expect(await world.service.testEngine({ engine: 'compatible' })).toMatchObject({
      failure: { code: 'engine-base-url-invalid' },
    });
    world.deniedHosts.add('https://api.openai.com/*');
    expect(await world.service.testEngine({ engine: 'openai', key: KEY })).toMatchObject({
      failure: { code: 'engine-permission', details: { host: 'api.openai.com' } },
    });
    expect(world.models).toEqual([]);
  });

  it('waits for the passphrase, and tells when it was entered', async () => {
    const world = createSettingsWorld();
    await world.service.setPassphrase('words');
    await world.service.save({ settings: { engine: 'openai' }, secrets: { openai: KEY } });
    world.session.entries.clear();
    expect(await world.service.view()).toMatchObject({ passphrase: 'locked', missing: ['notion-token'] });
    expect(await world.service.testEngine({ engine: 'openai' })).toMatchObject({ failure: { code: 'locked' } });
    expect((await world.service.unlock('words')).passphrase).toBe('unlocked');
    expect(await world.service.testEngine({ engine: 'openai' })).toMatchObject({ outcome: 'ok' });
  });
});

describe('access that is withdrawn', () => {
  it('ends what was begun at its next request, to Notion and to an engine', async () => {
    const world = createSettingsWorld();
    await world.service.save({ settings: {}, secrets: { notion: TOKEN, openai: KEY } });
    const workspace = await world.access.workspace('background');
    const model = await world.access.model('openai');
    const pageId = world.notion.addPage({ title: 'Open' });
    await workspace.getPage(pageId);
    world.deniedHosts.add('https://api.notion.com/*').add('https://api.openai.com/*');
    const before = world.notion.calls.length;
    await expect(workspace.getPage(pageId)).rejects.toMatchObject({ code: 'notion-permission' });
    expect(workspace.serverNow()).toBeTypeOf('number');
    expect(world.notion.calls).toHaveLength(before);
    const { signal } = new AbortController();
    await expect(model.listModels(signal)).rejects.toMatchObject({ code: 'engine-permission' });
    const stream = model.stream({ model: 'm', system: '', messages: [] }, signal)[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({
      code: 'engine-permission',
      details: { host: 'api.openai.com' },
    });
    expect(world.model.requests).toEqual([]);
  });

  it('lists no model whose name nobody could read', async () => {
    const world = createSettingsWorld();
    await world.service.save({ settings: {}, secrets: { openai: KEY } });
    Object.assign(world.model, { listModels: async () => [{ id: 'gpt-5' }, { id: 'x'.repeat(1_000_000) }] });
    const { models } = await world.service.listModels({ engine: 'openai' });
    expect(models.map(({ id }) => id)).toEqual(['gpt-5']);
  });
});
