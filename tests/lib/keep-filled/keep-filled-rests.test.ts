import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { choosePlan } from '../../../lib/usage/usage-record.ts';
import { createKeepFilledWorld, DAY, HOUR, MINUTE } from './keep-filled-world.ts';

describe('Keep filled, when it may not or cannot fill', () => {
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
});
