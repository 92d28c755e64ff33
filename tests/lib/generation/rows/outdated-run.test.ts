import { describe, expect, it } from 'vitest';

import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import { BODY_OUTPUT } from '../../../../lib/notion/outdated.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';
import { createOutdatedWorld, echo, SHOUT } from './outdated-world.ts';

const text = (content: string) => ({ rich_text: [{ text: { content } }] });
const title = (content: string) => ({ title: [{ text: { content } }] });

describe('rows that were made with another prompt, or whose inputs changed', () => {
  it('are told from those that are as they would be today, and from what a person wrote', async () => {
    const { world, fill, outdated, typed, made } = createOutdatedWorld({}, { Delta: 'Mine.' });
    const runs = world.boot();
    expect(await made()).toEqual([undefined, undefined, undefined, undefined]);
    await fill(runs, 'run-1');
    expect(await outdated('Write about it')).toEqual([false, false, false, false]);
    expect(await outdated(' Write about it\n')).toEqual([false, false, false, false]);
    expect(await outdated('Shout about it')).toEqual([true, true, true, false]);
    typed(0, 'Topic', title('Omega'));
    typed(1, 'Content', text('Better.'));
    expect(await outdated('Write about it')).toEqual([true, false, false, false]);
    expect(await outdated('Shout about it')).toEqual([true, false, true, false]);
  });

  it('are told by the properties that the prompt names, not by others, and not by what the run wrote itself', async () => {
    const { world, fill, outdated, typed } = createOutdatedWorld();
    const runs = world.boot();
    const prompt = 'Improve {{Content}} with {{Score}}';
    for (const row of [0, 1, 2, 3]) typed(row, 'Score', { number: 1 });
    await fill(runs, 'run-1', { prompt });
    expect(await outdated(prompt)).toEqual([false, false, false, false]);
    typed(1, 'Topic', title('Omega'));
    typed(2, 'Kind', { select: { name: 'Note' } });
    expect(await outdated(prompt)).toEqual([false, false, false, false]);
    typed(0, 'Score', { number: 2 });
    typed(3, 'Score', { number: 3 });
    expect(await outdated(prompt)).toEqual([true, false, false, true]);
  });

  it('are made anew without “Overwrite filled cells”, and Undo brings back what was there', async () => {
    const { world, fill, renew, outdated, contents } = createOutdatedWorld({}, { Delta: 'Mine.' });
    const runs = world.boot();
    await fill(runs, 'run-1');
    const first = contents();
    expect(await renew(runs, 'run-2', SHOUT)).toMatchObject({ done: 3, skipped: 1, prompts: 3 });
    expect(contents()).toEqual(['LOUD Alpha', 'LOUD Beta', 'LOUD Gamma', 'Mine.']);
    expect(await outdated(SHOUT.prompt)).toEqual([false, false, false, false]);
    expect(await outdated('Write about it')).toEqual([true, true, true, false]);
    await runs.service.control({ runId: 'run-2', action: 'undo' });
    await world.clock.advance(5000);
    expect(contents()).toEqual(first);
    expect(await outdated(SHOUT.prompt)).toEqual([true, true, true, false]);
  });

  it('are left alone where a person changed the value in between', async () => {
    const { world, fill, renew, typed, contents } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1');
    typed(1, 'Content', text('Better.'));
    expect(await renew(runs, 'run-2', SHOUT)).toMatchObject({ done: 3, skipped: 1 });
    expect(contents()[1]).toBe('Better.');
    const { jobs } = await runs.history.jobs({ runId: 'run-2', limit: 9, state: 'skipped' });
    expect(jobs[0]).toMatchObject({ failure: { code: 'row-edited' } });
  });

  it('are not paid for again where they are as they would be today', async () => {
    const { world, fill, renew, typed, model } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1');
    typed(2, 'Topic', title('Omega'));
    expect(await renew(runs, 'run-2')).toMatchObject({ done: 1, skipped: 3, prompts: 1 });
    expect(model.requests).toHaveLength(5);
  });

  it('are no longer known once their runs left the history', async () => {
    const { world, fill, made } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1');
    await world.clock.advance(86_400_000);
    await runs.service.prune(0.5);
    expect(await made()).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('are told anew by a topic that is changed on the screen', async () => {
    const { world, fill, rows, property } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1');
    const rename = { rowId: rows[0]!, titlePropertyId: property('Topic'), title: 'Omega' };
    const row = await world.database['database.renameRow'](rename);
    expect(row.made?.[property('Content')]?.inputsChanged).toBe(true);
  });
});

describe('page bodies that were made with another prompt', () => {
  const BODY = { output: { kind: 'body', where: 'end' } } as const;

  it('are replaced where they stand, and nothing else on the page', async () => {
    const { world, fill, renew, rows, notion, outdated } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    notion.person.addParagraph(rows[0]!, 'A note of mine.');
    expect(await outdated(SHOUT.prompt, BODY_OUTPUT)).toEqual([true, true, true, true]);
    expect(await renew(runs, 'run-2', { ...BODY, ...SHOUT })).toMatchObject({ done: 4, prompts: 4 });
    expect(notion.texts(rows[0]!)).toEqual(['LOUD Alpha', 'A note of mine.']);
    expect(notion.texts(rows[1]!)).toEqual(['LOUD Beta']);
    expect(await outdated(SHOUT.prompt, BODY_OUTPUT)).toEqual([false, false, false, false]);
    await runs.service.control({ runId: 'run-2', action: 'undo' });
    await world.clock.advance(5000);
    expect(notion.texts(rows[0]!)).toEqual(['quiet Alpha', 'A note of mine.']);
    expect(notion.texts(rows[1]!)).toEqual(['quiet Beta']);
  });

  it('stay where a person edited them, or removed a part', async () => {
    const { world, fill, renew, rows, notion } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    notion.person.setText(notion.childIds(rows[1]!)[0]!, 'Rewritten by hand.');
    notion.person.setTrashed(notion.childIds(rows[2]!)[0]!, true);
    expect(await renew(runs, 'run-2', { ...BODY, ...SHOUT })).toMatchObject({ done: 2, skipped: 2, prompts: 2 });
    expect(rows.map((row) => notion.texts(row))).toEqual([['LOUD Alpha'], ['Rewritten by hand.'], [], ['LOUD Delta']]);
  });

  it.each([
    ['while the model writes', [{ pauseMs: 90_000 }, 'NEW'], async () => undefined],
    [
      'during a pause of the run',
      [{ pauseMs: 30_000 }, 'NEW'],
      async ({ world }: ReturnType<typeof createOutdatedWorld>, runs: Runs) => {
        await runs.service.control({ runId: 'run-2', action: 'pause' });
        await world.clock.advance(20 * 60_000);
        await runs.service.control({ runId: 'run-2', action: 'resume' });
      },
    ],
  ])('stay where a person edited them %s', async (_name, steps, meanwhile) => {
    const stage = createOutdatedWorld();
    const { world, fill, rows, notion, rowsRequest, model } = stage;
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    model.otherwise(() => ({ steps }));
    const selection = { kind: 'outdated', rowIds: [rows[0]!] } as const;
    await runs.service.start({ id: 'run-2', request: rowsRequest({ ...BODY, ...SHOUT }, selection) });
    await world.clock.advance(10_000);
    notion.person.setText(notion.childIds(rows[0]!)[0]!, 'My own careful edit.');
    await meanwhile(stage, runs);
    expect(await world.finish(runs, 'run-2')).toMatchObject({ skipped: 1, prompts: 0 });
    expect(notion.texts(rows[0]!)).toEqual(['My own careful edit.']);
  });

  it('stay with what a person put below them, however often that is asked for', async () => {
    const { world, fill, renew, rows, notion, model } = createOutdatedWorld();
    const runs = world.boot();
    model.otherwise(() => '- Point one');
    await fill(runs, 'run-1', BODY);
    await world.clock.advance(5 * 60_000);
    // A personal token: Visen's blocks and the person's have one author, and only the time tells.
    notion.person.addParagraph(notion.childIds(rows[0]!)[0]!, 'My own nested note.');
    model.otherwise(() => 'NEW');
    for (const id of ['run-2', 'run-3']) {
      await world.clock.advance(5 * 60_000);
      expect(await renew(runs, id, { ...BODY, ...SHOUT }, rows.slice(0, 1))).toMatchObject({ skipped: 1 });
      expect(notion.texts(rows[0]!)).toEqual(['Point one', 'My own nested note.']);
    }
  });

  it('stay where a person edited them before a failed row was retried', async () => {
    const { world, fill, renew, rows, notion, model } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    model.otherwise(() => ({ steps: [], failure: { code: 'engine-filtered', retry: 'never' } as const }));
    expect(await renew(runs, 'run-2', { ...BODY, ...SHOUT }, rows.slice(0, 1))).toMatchObject({ failed: 1 });
    notion.person.setText(notion.childIds(rows[0]!)[0]!, 'My own careful edit.');
    await world.clock.advance(3 * 86_400_000);
    model.otherwise(() => 'NEW');
    await runs.service.control({ runId: 'run-2', action: 'retry-failed' });
    expect(await world.finish(runs, 'run-2')).toMatchObject({ skipped: 1 });
    expect(notion.texts(rows[0]!)).toEqual(['My own careful edit.']);
  });

  it('stay in part where a person edited a block while the new text began to stand', async () => {
    const { world, fill, rows, notion, rowsRequest, model } = createOutdatedWorld();
    const runs = world.boot();
    model.otherwise(() => 'One.\n\nTwo.');
    await fill(runs, 'run-1', BODY);
    model.otherwise(() => ({ steps: ['NEW.\n\n', { pauseMs: 20_000 }, 'End.'] }));
    const selection = { kind: 'outdated', rowIds: [rows[0]!] } as const;
    await runs.service.start({ id: 'run-2', request: rowsRequest({ ...BODY, ...SHOUT }, selection) });
    await world.clock.advance(10_000);
    expect(notion.texts(rows[0]!)).toEqual(['One.', 'Two.', 'NEW.']);
    notion.person.setText(notion.childIds(rows[0]!)[1]!, 'My own careful edit.');
    expect(await world.finish(runs, 'run-2')).toMatchObject({ done: 1 });
    expect(notion.texts(rows[0]!)).toEqual(['My own careful edit.', 'NEW.', 'End.']);
  });

  it('go although they were edited with “Overwrite filled cells”, where they stand', async () => {
    const { world, fill, renew, rows, notion } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    notion.person.setText(notion.childIds(rows[0]!)[0]!, 'Rewritten by hand.');
    notion.person.addParagraph(rows[0]!, 'A note of mine.');
    await renew(runs, 'run-2', { ...BODY, ...SHOUT, overwriteFilled: true });
    expect(notion.texts(rows[0]!)).toEqual(['LOUD Alpha', 'A note of mine.']);
  });

  it('go together with what a run left that was to replace them and was stopped', async () => {
    const { world, fill, renew, rows, notion, rowsRequest, model } = createOutdatedWorld();
    const runs = world.boot();
    await fill(runs, 'run-1', BODY);
    await world.clock.advance(60_000);
    model.otherwise(() => ({ steps: ['New one.\n\n', { pauseMs: 20_000 }, 'New two.'] }));
    const selection = { kind: 'outdated', rowIds: [rows[0]!] } as const;
    await runs.service.start({ id: 'run-2', request: rowsRequest({ ...BODY, prompt: 'Other' }, selection) });
    await world.clock.advance(10_000);
    await runs.service.control({ runId: 'run-2', action: 'stop' });
    await world.clock.advance(5_000);
    expect(notion.texts(rows[0]!)).toEqual(['quiet Alpha', 'New one.']);
    model.otherwise(echo);
    await renew(runs, 'run-3', { ...BODY, ...SHOUT }, rows.slice(0, 1));
    expect(notion.texts(rows[0]!)).toEqual(['LOUD Alpha']);
  });

  it('are not called edited where a run failed while it took the old ones away', async () => {
    const { world, fill, renew, rows, notion, model } = createOutdatedWorld();
    const runs = world.boot();
    model.otherwise(() => 'One.\n\nTwo.\n\nThree.');
    await fill(runs, 'run-1', BODY);
    await world.clock.advance(60_000);
    model.otherwise(() => 'New.');
    const refused = new AppError('notion-invalid-request', 'never');
    notion.failNext({ method: 'setBlockTrashed', when: 'before', skip: 1, error: refused });
    expect(await renew(runs, 'run-2', { ...BODY, prompt: 'Other' }, rows.slice(0, 1))).toMatchObject({ failed: 1 });
    expect(notion.texts(rows[0]!)).toEqual(['Two.', 'Three.', 'New.']);
    model.otherwise(echo);
    expect(await renew(runs, 'run-3', { ...BODY, ...SHOUT }, rows.slice(0, 1))).toMatchObject({ done: 1 });
    expect(notion.texts(rows[0]!)).toEqual(['LOUD Alpha']);
  });
});
