import { describe, expect, it } from 'vitest';

import { AppError } from '../../../../lib/shared/app-error.ts';
import { createRowWorld, TOPICS } from '../rows/row-world.ts';

const EMPTY = TOPICS.map(() => '');
const FILLED = TOPICS.map((topic) => `About ${topic}`);

type Rows = ReturnType<typeof createRowWorld>;

async function fill({ world, rowsRequest }: Rows) {
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest() });
  await world.finish(runs);
  return runs;
}

async function undo({ world }: Rows, runs: ReturnType<Rows['world']['boot']>, seconds = 60) {
  await runs.service.control({ runId: 'run-1', action: 'undo' });
  await world.clock.advance(seconds * 1000);
  return (await runs.history.view('run-1')).undo;
}

describe('Undo of rows', () => {
  it.each(['before', 'after', 'late'] as const)(
    'counts a row whose write got no answer (%s) as put back',
    async (when) => {
      const rows = createRowWorld();
      const runs = await fill(rows);
      expect(rows.contents()).toEqual(FILLED);
      rows.notion.failNext({ method: 'updatePage', when, skip: 1 });
      const undone = await undo(rows, runs);
      rows.notion.landLate();
      expect(undone).toMatchObject({ state: 'done', restored: 4, skipped: 0, done: 4, total: 4 });
      expect(rows.contents()).toEqual(EMPTY);
    },
  );

  it('counts a row as put back, also if the worker was stopped before it could note it', async () => {
    const whole = createRowWorld();
    const runs = await fill(whole);
    const from = whole.world.effects.length;
    await undo(whole, runs);
    for (let effect = from; effect < whole.world.effects.length; effect += 1) {
      for (const when of ['before', 'after'] as const) {
        const rows = createRowWorld({ stopAt: { effect, when } });
        const first = await fill(rows);
        void first.service.control({ runId: 'run-1', action: 'undo' });
        await rows.world.clock.advance(10_000);
        const second = rows.world.boot();
        await second.takeOver();
        const undone = await undo(rows, second);
        expect(undone, `stopped ${when} ${effect}`).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
        expect(rows.contents()).toEqual(EMPTY);
      }
    }
  });

  it('waits for a write of the run that got no answer, as it may land after it', async () => {
    const rows = createRowWorld();
    rows.notion.failNext({ method: 'updatePage', when: 'late' });
    const runs = await fill(rows);
    expect(await undo(rows, runs, 20)).toMatchObject({ state: 'running', wait: { reason: 'confirming-write' } });
    rows.notion.landLate();
    await rows.world.clock.advance(90_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
    expect(rows.contents()).toEqual(EMPTY);
  });

  it('waits for the last of several lost writes too, where an earlier one was found in the row', async () => {
    const rows = createRowWorld();
    const { world, notion } = rows;
    const [row = ''] = rows.rows;
    const land = () => notion.person.setCell(row, 'Content', { rich_text: [{ text: { content: FILLED[0]! } }] });
    let sent = 0;
    notion.hooks.beforeEffect = async (method, target) => {
      if (method !== 'updatePage' || target !== row || (sent += 1) > 3) return;
      if (sent === 3) land();
      throw new AppError('timeout', 'look');
    };
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rows.rowsRequest() });
    while (sent < 2) await world.clock.advance(100);
    await runs.service.control({ runId: 'run-1', action: 'pause' });
    await world.clock.advance(60_000);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(await undo(rows, runs, 40)).toMatchObject({ state: 'running', wait: { reason: 'confirming-write' } });
    land();
    await world.clock.advance(60_000);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
    expect(rows.contents()).toEqual(EMPTY);
  });

  it('takes the answer back although Notion still shows the row as it was before', async () => {
    const rows = createRowWorld();
    await rows.world.clock.advance(60_000);
    const runs = await fill(rows);
    rows.notion.hooks.behindMs = () => 30_000;
    expect(await undo(rows, runs)).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
    expect(rows.contents()).toEqual(EMPTY);
  });

  it('leaves what a person wrote since, and says of a row in the trash that it could not be put back', async () => {
    const rows = createRowWorld();
    const runs = await fill(rows);
    rows.notion.person.setCell(rows.rows[0]!, 'Content', { rich_text: [{ text: { content: 'Mine.' } }] });
    rows.notion.person.setTrashed(rows.rows[1]!, true);
    expect(await undo(rows, runs)).toMatchObject({ state: 'done', restored: 2, skipped: 1, failed: 1 });
    expect(rows.contents()).toEqual(['Mine.', 'About Beta', '', '']);
  });

  it('goes on with the rows that are left after it was stopped', async () => {
    const rows = createRowWorld();
    const runs = await fill(rows);
    const before = rows.notion.hooks.beforeEffect!;
    rows.notion.hooks.beforeEffect = async (method, target) => {
      if (method === 'updatePage') await rows.world.clock.sleep(1000);
      await before(method, target);
    };
    await undo(rows, runs, 1.5);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    await rows.world.clock.advance(60_000);
    expect(rows.contents().filter((text) => text === '')).toHaveLength(2);
    expect(await undo(rows, runs)).toMatchObject({ state: 'done', restored: 4, skipped: 0, done: 4, total: 4 });
  });

  it('is patient with a Notion that is down, and is put to rest with the reason in the end', async () => {
    const rows = createRowWorld();
    const runs = await fill(rows);
    const error = new AppError('notion-unavailable', 'later');
    rows.notion.failNext({ method: 'getPage', when: 'before', error, times: 1000 });
    expect(await undo(rows, runs, 120)).toMatchObject({ state: 'running', wait: { reason: 'backoff' } });
    await rows.world.clock.advance(3_600_000);
    const stopped = await runs.history.view('run-1');
    expect(stopped).toMatchObject({
      canUndo: true,
      undo: { state: 'stopped', failure: { code: 'notion-unavailable' } },
    });
  });
});
