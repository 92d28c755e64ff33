import { describe, expect, it } from 'vitest';
import { createRowWorld } from './row-world.ts';

const NO_INPUT = { state: 'skipped', failure: { code: 'row-no-input' } };

/** Alpha has notes, Beta only blanks, Gamma none; the last row has no topic either. */
function createWorld() {
  const stage = createRowWorld({}, { Alpha: 'Some notes.', Beta: ' \n' });
  stage.notion.person.setCell(stage.rows[3]!, 'Topic', { title: [] });
  return { ...stage, kind: { kind: 'property', propertyId: stage.property('Score') } as const };
}

describe('rows with nothing to work on', () => {
  it('are skipped with the reason, and neither asked for nor counted', async () => {
    const { world, rowsRequest, model, kind, notion, rows } = createWorld();
    model.otherwise(() => '{"p0": 5}');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: 'Rate {{Content}}', output: kind }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', done: 1, skipped: 3, prompts: 1 });
    expect(model.requests).toHaveLength(1);
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
    expect(jobs.slice(1)).toMatchObject([NO_INPUT, NO_INPUT, NO_INPUT]);
    expect(jobs[1]?.cells).toMatchObject([{ name: 'Score', outcome: 'empty' }]);
    expect(rows.map((row) => notion.cell(row, 'Score')['number'])).toEqual([5, null, null, null]);
  });

  it('are those without a topic where the prompt names nothing', async () => {
    const { world, rowsRequest, model, kind } = createWorld();
    model.otherwise(() => '{"p0": 5}');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ output: kind, overwriteFilled: true }) });
    expect(await world.finish(runs)).toMatchObject({ done: 3, skipped: 1, prompts: 3 });
  });

  it.each(['cells', 'bodies'] as const)('are those with a blank page where the prompt names it: %s', async (what) => {
    const { world, rowsRequest, model, kind, notion, rows } = createWorld();
    notion.person.addParagraph(rows[2]!, 'A text to work on.');
    model.otherwise(() => (what === 'cells' ? '{"p0": 5}' : 'More text.'));
    const output = what === 'cells' ? kind : ({ kind: 'body', where: 'end' } as const);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest({ prompt: 'Go on: {{page}}', output }) });
    expect(await world.finish(runs)).toMatchObject({ done: 1, skipped: 3, prompts: 1 });
    expect(model.requests).toHaveLength(1);
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
    expect(jobs[0]).toMatchObject(NO_INPUT);
    expect(jobs[2]).toMatchObject({ state: 'done' });
  });

  it('are not paid for in a trial either', async () => {
    const { world, rowsRequest, rows, model, kind } = createWorld();
    model.otherwise(() => '{"p0": 5}');
    const runs = world.boot();
    const request = rowsRequest({ prompt: 'Rate {{Content}}', output: kind });
    await runs.handlers['trial.start']({ id: 'run-1', request, rowIds: rows.slice(0, 3) });
    await world.clock.advance(2_000);
    expect(model.requests).toHaveLength(1);
  });
});
