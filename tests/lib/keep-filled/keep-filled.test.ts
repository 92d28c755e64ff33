import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { choosePlan } from '../../../lib/usage/usage-record.ts';
import { createKeepFilledWorld, DAY, HOUR, MINUTE, text, title } from './keep-filled-world.ts';

describe('Keep filled', () => {
  it('is off at first, and says what it would fill before it is turned on', async () => {
    const { boot, view, model } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    const { keep } = boot();
    expect(await view(keep)).toBeUndefined();
    expect(await keep.ask({ connectionId: 'c1', fill: 'empty', most: 2 })).toMatchObject({
      rows: 3,
      today: 2,
      estimate: { rows: 2, prompts: 2 },
    });
    expect(model.requests).toHaveLength(0);
  });

  it('fills what is empty when it is turned on, and never over what is filled', async () => {
    const { boot, on, contents, view, automatic, edit } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    await edit({ options: { overwriteFilled: true } });
    const { keep } = boot();
    await on(keep);
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', 'Mine.']);
    expect(await automatic()).toMatchObject([{ automatic: true, done: 3, prompts: 3, connectionId: 'c1' }]);
    expect(await view(keep)).toMatchObject({ standing: 'on', lastLook: { filled: 3 } });
  });

  it('looks once an hour with one request while nothing changes', async () => {
    const { boot, on, requests, pass } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    expect(await requests(() => pass(HOUR))).toEqual(['queryDataSource']);
    expect(await requests(() => pass(5 * HOUR))).toEqual(Array(5).fill('queryDataSource'));
  });

  it.each(['notion.queryDataSource', 'store.createRun'])(
    'writes and keeps nothing where all is erased while it waits for %s',
    async (held) => {
      const { boot, on, world, addRow, contents, entry, erase, pass } = await createKeepFilledWorld();
      const { keep, runs } = boot();
      await on(keep);
      const before = contents();
      addRow('Epsilon');
      const release = world.holdNext(held);
      const looking = keep.lookNow('c1').catch((error: unknown) => error);
      await pass(1_000);
      const erased = keep.abandon(async () => {
        await runs.stopAll();
        await erase();
      });
      // A run that is being stored is waited for; Notion is not.
      if (held === 'notion.queryDataSource') await erased;
      release();
      await Promise.all([erased, looking]);
      await pass(3 * DAY);
      expect(contents()).toEqual(before);
      expect(world.notion.calls.filter(({ method }) => method === 'updatePage')).toHaveLength(before.length);
      expect(entry()).toBeUndefined();
      expect(await world.store.listRuns()).toEqual([]);
    },
  );

  it.each([false, true])('is not set off by what it wrote (a personal token: %s)', async (writesAsPerson) => {
    const { boot, on, requests, pass, addRow, automatic } = await createKeepFilledWorld({ writesAsPerson });
    const { keep } = boot();
    await on(keep);
    addRow('Epsilon');
    await pass(HOUR);
    expect(await automatic()).toHaveLength(2);
    expect(await requests(() => pass(3 * HOUR))).toEqual(Array(3).fill('queryDataSource'));
    expect(await automatic()).toHaveLength(2);
  });

  it('fills a new row once it was quiet for two minutes, and Look now fills it at once', async () => {
    const { boot, on, pass, addRow, notion, world } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    await pass(58 * MINUTE);
    const typed = addRow('Eps');
    await pass(2 * MINUTE);
    notion.person.setCell(typed, 'Topic', title('Epsilon'));
    await pass(MINUTE);
    expect(notion.cellText(typed, 'Content')).toBe('');
    await pass(4 * MINUTE);
    expect(notion.cellText(typed, 'Content')).toBe('About Epsilon');
    const asked = addRow('Zeta');
    await keep.lookNow('c1');
    await world.clock.advance(5_000);
    expect(notion.cellText(asked, 'Content')).toBe('About Zeta');
  });

  it('leaves a row without a topic until it has one', async () => {
    const { boot, on, pass, addRow, notion, automatic } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    const row = addRow('');
    await pass(3 * HOUR);
    expect(await automatic()).toHaveLength(1);
    notion.person.setCell(row, 'Topic', title('Epsilon'));
    await pass(2 * HOUR);
    expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
  });

  it('asks no second time for what was left empty, refused, undone or cleared, before the row changes', async () => {
    const { boot, on, pass, notion, rows, contents, model, automatic, world } = await createKeepFilledWorld();
    const { keep, runs } = boot();
    await on(keep);
    const [first] = await automatic();
    notion.person.setCell(rows[0]!, 'Content', text(''));
    await runs.service.control({ runId: first!.id, action: 'undo' });
    await pass(3 * HOUR);
    expect(contents()).toEqual(['', '', '', '']);
    expect(model.requests).toHaveLength(4);
    notion.person.setCell(rows[1]!, 'Topic', title('Omega'));
    await pass(2 * HOUR);
    expect(contents()).toEqual(['', 'About Omega', '', '']);
    expect(world.defects).toEqual([]);
  });

  it('makes rows anew that are out of date, where that is wished', async () => {
    const { boot, on, pass, notion, rows, contents, edit, world } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    const { keep } = boot();
    await on(keep);
    notion.person.setCell(rows[0]!, 'Topic', title('Omega'));
    notion.person.setCell(rows[3]!, 'Topic', title('Psi'));
    await pass(2 * HOUR);
    expect(contents()[0]).toBe('About Alpha');
    await keep.set('c1', { fill: 'outdated' });
    await pass(MINUTE * 5);
    expect(contents()).toEqual(['About Omega', 'About Beta', 'About Gamma', 'Mine.']);
    notion.person.setCell(rows[1]!, 'Topic', title('Chi'));
    notion.person.setCell(rows[2]!, 'Content', text('Better.'));
    notion.person.setCell(rows[2]!, 'Topic', title('Phi'));
    await pass(2 * HOUR);
    expect(contents()).toEqual(['About Omega', 'About Chi', 'Better.', 'Mine.']);
    await edit({ options: { prompt: 'Write otherwise' }, updatedAt: world.clock.now() });
    await pass(2 * HOUR);
    expect(world.model.requests).toHaveLength(7);
    expect(contents()[2]).toBe('Better.');
  });

  it('keeps to its limit of the day, and goes on with the rest the next day', async () => {
    const { boot, on, pass, contents, requests, view } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep, { most: 3 });
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', '']);
    expect((await view(keep))!.left).toBe(1);
    // Nothing is read while there is nothing to spend. It was turned on at noon.
    expect(await requests(() => pass(11 * HOUR))).toEqual([]);
    await pass(2 * HOUR);
    expect(contents()[3]).toBe('About Delta');
    expect(await view(keep)).not.toHaveProperty('left');
  });

  it('keeps to the plan, reads nothing meanwhile, and says why', async () => {
    const { boot, on, pass, contents, requests, view, store } = await createKeepFilledWorld();
    await store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'personal', monthlyPrompts: 2 }));
    const { keep } = boot();
    await on(keep);
    expect(contents().filter((cell) => cell !== '')).toHaveLength(2);
    expect(await requests(() => pass(3 * HOUR))).toEqual([]);
    expect(await view(keep)).toMatchObject({ standing: 'waiting', failure: { code: 'prompts-used-up' } });
    await store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited' }));
    await pass(2 * HOUR);
    expect(contents().every((cell) => cell !== '')).toBe(true);
  });

  it('keeps to the spending cap', async () => {
    const { boot, on, pass, contents, view, store } = await createKeepFilledWorld();
    await store.changeUsage('workspace-1', (usage) => choosePlan(usage, { plan: 'unlimited', spendingCap: 0 }));
    const { keep } = boot();
    await on(keep);
    await pass(3 * HOUR);
    expect(contents()).toEqual(['', '', '', '']);
    expect(await view(keep)).toMatchObject({ standing: 'waiting', failure: { code: 'spending-cap' } });
  });

  it('pauses after three failed looks, with the reason, and goes on when it is resumed', async () => {
    const { boot, on, pass, addRow, notion, view, requests, refuseWith } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    refuseWith(new AppError('notion-token-invalid', 'never'));
    await pass(HOUR);
    expect(await view(keep)).toMatchObject({ standing: 'on', lastLook: { failure: { code: 'notion-token-invalid' } } });
    await pass(30 * MINUTE);
    expect(await view(keep)).toMatchObject({ standing: 'paused', failure: { code: 'notion-token-invalid' } });
    refuseWith(undefined);
    const row = addRow('Epsilon');
    expect(await requests(() => pass(DAY))).toEqual([]);
    await keep.pause('c1', false);
    await pass(MINUTE);
    expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
    expect(await view(keep)).toMatchObject({ standing: 'on' });
  });

  it.each(['locked', 'offline'] as const)(
    'waits while it is %s, for as long as it takes, and looks at once then',
    async (code) => {
      const { boot, on, pass, addRow, notion, view, refuseWith } = await createKeepFilledWorld();
      const { keep } = boot();
      await on(keep);
      refuseWith(new AppError(code, code === 'locked' ? 'never' : 'later'));
      const row = addRow('Epsilon');
      await pass(2 * DAY);
      expect(await view(keep)).toMatchObject({ standing: 'waiting', failure: { code } });
      refuseWith(undefined);
      await keep.wakeWaiting([code]);
      await pass(MINUTE);
      expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
      expect(await view(keep)).toMatchObject({ standing: 'on' });
    },
  );

  it('pauses when a run failed as a whole', async () => {
    const { boot, on, pass, model, view, addRow } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    model.otherwise(() => ({ steps: [], failure: { code: 'engine-key-invalid', retry: 'never' } }));
    addRow('Epsilon');
    await pass(HOUR + 5 * MINUTE);
    expect(await view(keep)).toMatchObject({ standing: 'paused', failure: { code: 'engine-key-invalid' } });
    const asked = model.requests.length;
    await pass(DAY);
    expect(model.requests).toHaveLength(asked);
  });

  it('makes up once for the looks that were missed', async () => {
    const { boot, on, requests, world, pass } = await createKeepFilledWorld();
    await on(boot().keep);
    await pass(HOUR);
    world.stop();
    world.clock.set(world.clock.now() + 3 * DAY);
    expect(
      await requests(async () => {
        boot();
        await pass(MINUTE);
      }),
    ).toEqual(['queryDataSource']);
  });

  it('looks no later than usual after the clock was put back', async () => {
    const { boot, on, requests, world, pass } = await createKeepFilledWorld();
    await on(boot().keep);
    world.stop();
    world.clock.set(world.clock.now() - 10 * DAY);
    boot();
    expect(await requests(() => pass(HOUR + MINUTE))).toContain('queryDataSource');
  });

  it('is paused and resumed by a person, and its run with it', async () => {
    const { boot, on, pass, addRow, notion, view, automatic, model } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    const row = addRow('Epsilon');
    model.otherwise(() => ({ steps: [{ pauseMs: MINUTE }, 'About Epsilon'] }));
    await keep.lookNow('c1');
    await keep.pause('c1', true);
    await pass(2 * HOUR);
    expect(await view(keep)).toMatchObject({ standing: 'paused' });
    expect((await automatic())[0]).toMatchObject({ control: 'paused' });
    model.otherwise(() => 'About Epsilon');
    await keep.pause('c1', false);
    await pass(5 * MINUTE);
    expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
  });

  it('pauses when a person stops its run: stopped is stopped', async () => {
    const { boot, on, pass, view, automatic, addRow } = await createKeepFilledWorld();
    const { keep, runs } = boot();
    await on(keep);
    addRow('Epsilon');
    await keep.lookNow('c1');
    await runs.service.control({ runId: (await automatic())[0]!.id, action: 'stop' });
    await pass(3 * HOUR);
    expect(await view(keep)).toMatchObject({ standing: 'paused' });
    expect(await automatic()).toHaveLength(2);
  });

  it('ends with its connection, and goes on when that is brought back', async () => {
    const { boot, on, pass, addRow, notion, requests, remove, restore, view } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    await remove();
    const row = addRow('Epsilon');
    expect(await requests(() => pass(DAY))).toEqual([]);
    expect(await keep.list()).toEqual([]);
    await restore();
    keep.tick();
    await pass(MINUTE);
    expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
    expect(await view(keep)).toMatchObject({ standing: 'on' });
  });

  it('only fills rows that meet the conditions', async () => {
    const { boot, on, pass, addRow, notion, edit, property } = await createKeepFilledWorld();
    await edit({ options: { conditions: [{ propertyId: property('Kind'), comparison: 'is', value: 'Post' }] } });
    const { keep } = boot();
    await on(keep);
    const post = addRow('Epsilon', { Kind: { select: { name: 'Post' } } });
    const note = addRow('Zeta', { Kind: { select: { name: 'Note' } } });
    await pass(2 * HOUR);
    expect([post, note].map((row) => notion.cellText(row, 'Content'))).toEqual(['About Epsilon', '']);
    notion.person.setCell(note, 'Kind', { select: { name: 'Post' } });
    await pass(2 * HOUR);
    expect(notion.cellText(note, 'Content')).toBe('About Zeta');
  });

  it('waits until nobody is at the prompt', async () => {
    const { boot, on, pass, addRow, edit, world, model } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    addRow('Epsilon');
    await pass(58 * MINUTE);
    await edit({ options: { prompt: 'Write ab' }, updatedAt: world.clock.now() });
    await pass(90_000);
    await edit({ options: { prompt: 'Write about all of it' }, updatedAt: world.clock.now() });
    await pass(5 * MINUTE);
    expect(model.requests.at(-1)!.request.messages.at(-1)!.text).toContain('Write about all of it');
  });

  it('fills empty pages of rows, reads those that are full once, and is not set off by its own text', async () => {
    const { boot, on, pass, edit, notion, dataSourceId, rows, requests, model } = await createKeepFilledWorld();
    const full = notion.addRow(dataSourceId, { Topic: title('Epsilon') }, ['Mine.']);
    await edit({ options: { output: { kind: 'body', where: 'end' } } });
    const { keep } = boot();
    await on(keep);
    const texts = (row: string) => notion.texts(row);
    expect(rows.map(texts)).toEqual([['About Alpha'], ['About Beta'], ['About Gamma'], ['About Delta']]);
    expect(texts(full)).toEqual(['Mine.']);
    expect(model.requests).toHaveLength(4);
    await pass(HOUR);
    expect(await requests(() => pass(2 * HOUR))).toEqual(Array(2).fill('queryDataSource'));
    const row = notion.addRow(dataSourceId, { Topic: title('Zeta') });
    await pass(HOUR);
    expect(texts(row)).toEqual(['About Zeta']);
  });

  it('takes a row through all its steps, each a prompt of the day', async () => {
    const { boot, on, notion, rows, edit, property, view, model, pass } = await createKeepFilledWorld();
    model.otherwise(({ messages }) => (messages.at(-1)!.text.startsWith('Score') ? '{"p0":7}' : 'About it'));
    const steps = [{ prompt: 'Score it', output: { kind: 'property', propertyId: property('Score') } as const }];
    await edit({ options: { steps } });
    const { keep } = boot();
    await on(keep, { most: 5 });
    // Two prompts a row: five are enough for two rows.
    expect(rows.map((row) => notion.cellText(row, 'Content'))).toEqual(['About it', 'About it', '', '']);
    await pass(5 * MINUTE);
    expect(await view(keep)).toMatchObject({ standing: 'on', left: 2 });
  });
});
