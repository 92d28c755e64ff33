import { describe, expect, it } from 'vitest';

import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';
import type { StopWhen } from '../body/page-harness.ts';
import { answerTo, createRowWorld, TOPICS } from './row-world.ts';

const ABOUT = TOPICS.map((topic) => `About ${topic}`);

describe('a run of rows', () => {
  it('fills one property of every row from its topic, with one read of a hundred rows and one write each', async () => {
    const { world, notion, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 4 });
    expect(contents()).toEqual(ABOUT);
    const count = (method: string) => notion.calls.filter((call) => call.method === method).length;
    expect(count('updatePage')).toBe(4);
    expect(count('getPage')).toBe(0);
    expect(count('getDataSource') + count('queryDataSource')).toBeLessThanOrEqual(4);
    expect(world.defects).toEqual([]);
  });

  it('touches only ticked rows', async () => {
    const { world, rows, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({
      id: 'run-1',
      request: rowsRequest({}, { kind: 'ticked', rowIds: [rows[2]!, rows[0]!] }),
    });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', total: 2 });
    expect(contents()).toEqual(['About Alpha', '', 'About Gamma', '']);
  });

  it('leaves filled cells alone, and says that they were', async () => {
    const { world, contents, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 3, skipped: 1, prompts: 3 });
    expect(contents()[1]).toBe('Mine.');
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 10 });
    expect(jobs[1]).toMatchObject({ state: 'skipped', failure: { code: 'row-filled' }, before: 'Mine.' });
  });

  it('overwrites filled cells when told to, and Undo puts them back exactly', async () => {
    const { world, contents, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ overwriteFilled: true }) });
    await world.finish(runs);
    expect(contents()).toEqual(ABOUT);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', 'Mine.', '', '']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', restored: 4, skipped: 0 });
  });

  it('undoes all but the row that a person edited since', async () => {
    const { world, notion, rows, contents, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    notion.person.setCell(rows[1]!, 'Content', { rich_text: [{ text: { content: 'Better.' } }] });
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(['', 'Better.', '', '']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ restored: 3, skipped: 1 });
  });

  it('skips a row that a person edited while the run was busy with others', async () => {
    const { world, notion, rows, contents, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => ({ steps: [{ pauseMs: 40_000 }, answerTo(request)] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(5000);
    notion.person.setCell(rows[3]!, 'Content', { rich_text: [{ text: { content: 'Typed meanwhile.' } }] });
    expect(await world.finish(runs)).toMatchObject({ done: 3, skipped: 1 });
    expect(contents()[3]).toBe('Typed meanwhile.');
  });

  it('fills several typed properties from one answer, repairs once, and fails the row it cannot repair', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => {
      const asked = request.messages.map(({ text }) => text).join('\n');
      if (asked.includes('Beta'))
        return request.messages.length > 1 ? '{"p0":"note","p1":7}' : '{"p0":"Nonsense","p1":7}';
      if (asked.includes('Gamma')) return '{"p0":"Nonsense","p1":7}';
      return 'Sure! ```json\n{"p0":"post","p1":4.5}\n```';
    });
    const output = { kind: 'properties', propertyIds: [property('Kind'), property('Score')] } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1, prompts: 3 });
    const kinds = rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string } | null)?.name);
    expect(kinds).toEqual(['Post', 'Note', undefined, 'Post']);
    const failed = (await runs.history.jobs({ runId: 'run-1', limit: 9, state: 'failed' })).jobs[0];
    expect(failed?.failure).toMatchObject({ code: 'option-unknown', details: { property: 'Kind', given: 'Nonsense' } });
    expect(model.requests).toHaveLength(6);
  });

  it('asks again for a row whose answer was refused, when it is retried', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise(() => '{"p0":"Nonsense"}');
    const output = { kind: 'property', propertyId: property('Kind') } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'failed', failed: 4, prompts: 0 });
    const [refused] = (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs;
    expect(refused?.answer).toBe('{"p0":"Nonsense"}');
    model.otherwise(() => '{"p0":"Note"}');
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    const kinds = rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string } | null)?.name);
    expect(kinds).toEqual(['Note', 'Note', 'Note', 'Note']);
  });

  it('creates new options once, when that is allowed', async () => {
    const { world, notion, rows, property, rowsRequest, model } = createRowWorld();
    model.otherwise(() => '{"p0":"Fresh, new"}');
    const output = { kind: 'property', propertyId: property('Kind') } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, allowNewOptions: true }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    const names = new Set(rows.map((row) => (notion.cell(row, 'Kind')['select'] as { name: string }).name));
    expect([...names]).toEqual(['Fresh / new']);
  });

  it('writes relations by exact title, and fails a row whose title nobody has', async () => {
    const { world, notion, rows, dataSourceId, rowsRequest, model } = createRowWorld();
    const people = notion.addDatabase({ title: 'People', properties: { Name: { title: {} } } });
    const ada = notion.addRow(people.dataSourceId, { Name: { title: [{ text: { content: 'Ada' } }] } });
    await notion.updateDataSource(dataSourceId, {
      properties: { Author: { relation: { data_source_id: people.dataSourceId, single_property: {} } } },
    });
    model.otherwise((request) =>
      request.messages.at(-1)!.text.includes('Alpha') ? '{"p0":["Ada"]}' : '{"p0":["Bob"]}',
    );
    const output = { kind: 'property', propertyId: notion.propertyId(dataSourceId, 'Author') } as const;
    const runs = world.boot();
    const selection = { kind: 'ticked', rowIds: rows.slice(0, 2) } as const;
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output }, selection) });
    expect(await world.finish(runs)).toMatchObject({ done: 1, failed: 1 });
    expect(notion.cell(rows[0]!, 'Author')['relation']).toEqual([{ id: ada }]);
  });

  it('keeps what was sent for a row, what came back and what was written', async () => {
    const { world, property, rowsRequest, model } = createRowWorld();
    model.otherwise((request) => (request.messages.length > 1 ? '{"p0":"post"}' : '{"p0":"Nonsense"}'));
    const output = { kind: 'properties', propertyIds: [property('Kind')] } as const;
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output, prompt: 'Which kind is {{Topic}}?' }) });
    await world.finish(runs);
    const [first] = (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs;
    const details = await runs.handlers['runs.jobDetails']({ jobId: first!.id });
    expect(details).toMatchObject({ received: '{"p0":"post"}', repaired: true, written: 'Post' });
    expect(details.sent).toContain('Which kind is');
    expect(details.sent).toContain('Alpha');
    expect(details.sent).toContain('"enum"');
    await expect(runs.handlers['runs.jobDetails']({ jobId: 'run-1:gone' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('writes page bodies, row by row', async () => {
    const { world, notion, rows, rowsRequest } = createRowWorld();
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output: { kind: 'body', where: 'end' } }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    expect(rows.map((row) => notion.texts(row))).toEqual(ABOUT.map((text) => [text]));
    const details = await runs.handlers['runs.jobDetails']({ jobId: `run-1:${rows[0]!}` });
    expect(details).toMatchObject({ received: 'About Alpha', blocks: 1 });
    expect(details.sent).toContain('Write about it');
  });

  it('goes on with the others when one row fails, and retries only the failed one', async () => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    const gone = new AppError('notion-invalid-request', 'never');
    notion.failNext({ method: 'updatePage', when: 'before', error: gone, skip: 1 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1 });
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, failed: 0, prompts: 4 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });

  it('pauses as a whole when the token is refused, and goes on where it was', async () => {
    const { world, contents, rowsRequest, notion } = createRowWorld();
    const refused = new AppError('notion-token-invalid', 'never');
    notion.failNext({ method: 'updatePage', when: 'before', error: refused, skip: 1, times: 3 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({
      state: 'paused',
      failure: { code: 'notion-token-invalid' },
      failed: 0,
    });
    notion.failNext({ method: 'getBlock', when: 'before' });
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    await world.clock.advance(1000);
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
  });

  it('goes on asking the model while Notion asks to wait, and writes at once when the wait is over', async () => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    const retryAt = world.clock.now() + 41_000;
    const limited = new AppError('notion-rate-limited', 'wait', { retryAt });
    notion.failNext({ method: 'updatePage', when: 'before', error: limited, times: 4 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.clock.advance(40_000);
    expect(model.requests).toHaveLength(4);
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'waiting',
      wait: { reason: 'notion-limit', until: retryAt },
    });
    await world.clock.advance(1_500);
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });

  it('pauses a listing that Notion puts off for half an hour, with Notion’s words, also over stops of the worker', async () => {
    const { world, contents, rowsRequest, notion } = createRowWorld();
    const putOff = () => new AppError('notion-rate-limited', 'wait', { retryAt: world.clock.now() + 6 * 60_000 });
    let runs = world.boot();
    notion.hooks.beforeEffect = (method) => {
      if (method === 'queryDataSource') throw putOff();
    };
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    for (let stop = 0; stop < 12; stop += 1) {
      await world.clock.advance(3 * 60_000);
      runs = world.boot();
      await runs.takeOver();
    }
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'paused',
      failure: { code: 'notion-rate-limited' },
    });
    notion.hooks.beforeEffect = undefined;
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(ABOUT);
  });

  describe('while somebody changes the database', () => {
    const slow = (request: ModelRequest) => ({ steps: [{ pauseMs: 30_000 }, answerTo(request)] });

    it('fails a row that was deleted, and fills the others', async () => {
      const { world, notion, rows, contents, rowsRequest, model } = createRowWorld();
      model.otherwise(slow);
      const runs = world.boot();
      await runs.service.start({ id: 'run-1', request: rowsRequest() });
      await world.clock.advance(5_000);
      notion.person.setTrashed(rows[1]!, true);
      expect(await world.finish(runs)).toMatchObject({ state: 'done-with-errors', done: 3, failed: 1 });
      expect(contents()).toEqual(['About Alpha', '', 'About Gamma', 'About Delta']);
    });

    it('does not mind a property that was renamed', async () => {
      const { world, notion, rows, dataSourceId, rowsRequest, model } = createRowWorld();
      model.otherwise(slow);
      const runs = world.boot();
      await runs.service.start({ id: 'run-1', request: rowsRequest() });
      await world.clock.advance(5_000);
      notion.person.renameProperty(dataSourceId, 'Content', 'Text');
      expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4 });
      expect(rows.map((row) => notion.cellText(row, 'Text'))).toEqual(ABOUT);
    });

    it('pauses when the property was removed, and keeps every answer', async () => {
      const { world, notion, dataSourceId, rowsRequest, model } = createRowWorld();
      model.otherwise(slow);
      const runs = world.boot();
      await runs.service.start({ id: 'run-1', request: rowsRequest() });
      await world.clock.advance(5_000);
      notion.person.removeProperty(dataSourceId, 'Content');
      const view = await world.finish(runs);
      expect(view).toMatchObject({ state: 'paused', failed: 0, failure: { code: 'property-missing' } });
      const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
      expect(jobs.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(0);
    });

    it('pauses when the database is no longer shared, and goes on when it is again', async () => {
      const { world, notion, contents, databaseId, rowsRequest, model } = createRowWorld();
      model.otherwise(slow);
      const runs = world.boot();
      await runs.service.start({ id: 'run-1', request: rowsRequest() });
      await world.clock.advance(5_000);
      notion.person.setShared(databaseId, false);
      expect(await world.finish(runs)).toMatchObject({
        state: 'paused',
        failed: 0,
        failure: { code: 'notion-not-found' },
      });
      const asked = model.requests.length;
      notion.person.setShared(databaseId, true);
      await runs.service.control({ runId: 'run-1', action: 'resume' });
      expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
      expect(contents()).toEqual(ABOUT);
      expect(model.requests.length - asked).toBeLessThanOrEqual(4 - Math.min(asked, 3));
    });
  });

  it('never passes the prompts of the plan, and says so', async () => {
    const { world, rowsRequest, contents } = createRowWorld();
    await world.store.changeUsage('workspace-1', (usage) => ({ ...usage, promptsTotal: 8 }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', done: 2, failure: { code: 'prompts-used-up' } });
    expect(contents().filter((text) => text !== '')).toHaveLength(2);
    expect(world.model.requests).toHaveLength(2);
  });

  it.each(['before', 'after', 'late'] as const)('settles a lost write (%s) by looking at the row', async (when) => {
    const { world, contents, rowsRequest, notion, model } = createRowWorld();
    notion.failNext({ method: 'updatePage', when, skip: 2 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 4, prompts: 4 });
    notion.landLate();
    expect(contents()).toEqual(ABOUT);
    expect(model.requests).toHaveLength(4);
  });
});

describe('a worker stopped around any effect of a run of rows', () => {
  it('fills every row, pays each answer it received once, and counts exactly', async () => {
    const clean = createRowWorld();
    const first = clean.world.boot();
    await first.service.start({ id: 'run-1', request: clean.rowsRequest() });
    await clean.world.finish(first);
    const total = clean.world.effects.length;
    expect(total).toBeGreaterThan(30);
    for (let effect = 0; effect < total; effect += 1) {
      for (const when of ['before', 'after'] as StopWhen[]) {
        const { world, rowsRequest, contents, notion } = createRowWorld({ stopAt: { effect, when } });
        const one = world.boot();
        void one.service.start({ id: 'run-1', request: rowsRequest() });
        await world.finish(one);
        const point = `stopped ${when} effect ${effect} (${world.effects.at(-1)})`;
        const two = world.boot();
        await two.service.start({ id: 'run-1', request: rowsRequest() });
        await two.takeOver();
        expect(await world.finish(two), point).toMatchObject({ state: 'done', done: 4, total: 4, prompts: 4 });
        expect(contents(), point).toEqual(ABOUT);
        expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(4);
        const writes = notion.effects.filter(({ method }) => method === 'updatePage');
        expect(writes.length, point).toBe(4);
        expect(world.defects, point).toEqual([]);
      }
    }
  }, 120_000);

  it.each([0, 600])(
    'leaves the same cells and counts when it comes back %d s after another took over',
    async (seconds) => {
      const clean = createRowWorld();
      const first = clean.world.boot();
      await first.service.start({ id: 'run-1', request: clean.rowsRequest() });
      await clean.world.finish(first);
      const total = clean.world.effects.length;
      for (let effect = 0; effect < total; effect += 1) {
        for (const when of ['before', 'after'] as StopWhen[]) {
          const { world, rowsRequest, contents, model } = createRowWorld({
            stopAt: { effect, when, comesBack: true },
          });
          const one = world.boot();
          void one.service.start({ id: 'run-1', request: rowsRequest() }).catch(() => undefined);
          await world.finish(one);
          const point = `held up ${when} effect ${effect} (${world.effects.at(-1)})`;
          // Another effect began before this one ended.
          if (!world.isStopped) continue;
          const two = world.boot();
          await two.service.start({ id: 'run-1', request: rowsRequest() });
          await two.takeOver();
          await world.clock.advance(seconds * 1000);
          world.wake();
          const end = await world.finish(two);
          await world.clock.advance(300_000);
          expect(end, point).toMatchObject({ state: 'done', done: 4, total: 4 });
          expect(contents(), point).toEqual(ABOUT);
          // What it had sent, or was about to send, says the same. It may have asked for each row that it held.
          expect(model.requests.length, point).toBeLessThanOrEqual(8);
          expect((await world.store.getUsage('workspace-1')).promptsTotal, point).toBe(4);
          expect(world.defects, point).toEqual([]);
        }
      }
    },
    120_000,
  );
});
