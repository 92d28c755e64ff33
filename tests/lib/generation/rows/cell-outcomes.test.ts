import { describe, expect, it } from 'vitest';
import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import { createRowWorld } from './row-world.ts';

/** Content and Score are asked for; Beta has a text already, and the model knows no score for Gamma. */
async function fill(options: Partial<GenerationOptions> = {}) {
  const stage = createRowWorld({}, { Beta: 'Mine.' });
  const { world, property, rowsRequest, model } = stage;
  model.otherwise((request) => {
    const isGamma = request.messages.at(-1)!.text.includes('Gamma');
    return JSON.stringify({ p0: '**New** text', p1: isGamma ? null : 7 });
  });
  const output = { kind: 'properties', propertyIds: [property('Content'), property('Score')] } as const;
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest({ output, ...options }) });
  const view = await world.finish(runs);
  const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
  const shown = jobs.map(({ cells = [] }) =>
    cells.map(({ name, outcome, before, after }) => [name, outcome, before, after]),
  );
  return { ...stage, runs, view, jobs, shown };
}

describe('what a run says of each property', () => {
  it('is what happened to it: kept, written or left empty', async () => {
    const { shown, contents, jobs, view } = await fill();
    expect(view).toMatchObject({ state: 'done', done: 4 });
    expect(contents()).toEqual(['New text', 'Mine.', 'New text', 'New text']);
    expect(shown).toEqual([
      [
        ['Content', 'written', undefined, 'New text'],
        ['Score', 'written', undefined, '7'],
      ],
      [
        ['Content', 'kept', 'Mine.', undefined],
        ['Score', 'written', undefined, '7'],
      ],
      [
        ['Content', 'written', undefined, 'New text'],
        ['Score', 'empty', undefined, undefined],
      ],
      [
        ['Content', 'written', undefined, 'New text'],
        ['Score', 'written', undefined, '7'],
      ],
    ]);
    expect(jobs[1]).toMatchObject({ answer: '7' });
    expect(jobs[1]?.before).toBeUndefined();
  });

  it('tells what stood in a cell that was overwritten', async () => {
    const { shown, jobs } = await fill({ overwriteFilled: true });
    expect(shown[1]?.[0]).toEqual(['Content', 'written', 'Mine.', 'New text']);
    expect(jobs[1]).toMatchObject({ answer: 'New text · 7', before: 'Mine.' });
  });

  it('says that all was kept where a row was left as it is', async () => {
    const { world, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: rowsRequest() });
    await world.finish(runs);
    const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
    expect(jobs[1]).toMatchObject({
      failure: { code: 'row-filled' },
      cells: [{ name: 'Content', outcome: 'kept', before: 'Mine.' }],
    });
    expect(jobs[0]?.cells).toMatchObject([{ outcome: 'written', after: 'About Alpha' }]);
  });

  it('says nothing of an answer that waits for a decision, and then what came of it', async () => {
    const { world, rows, rowsRequest } = createRowWorld({}, { Beta: 'Mine.' });
    const runs = world.boot();
    const request = rowsRequest({ overwriteFilled: true });
    await runs.handlers['trial.start']({ id: 'run-1', request, rowIds: [rows[1]!] });
    await world.clock.advance(2_000);
    const cells = async () => (await runs.history.jobs({ runId: 'run-1', limit: 1 })).jobs[0]?.cells?.[0];
    expect(await cells()).toEqual({
      propertyId: request.options.output?.kind === 'property' ? request.options.output.propertyId : '',
      name: 'Content',
      before: 'Mine.',
      after: 'About Beta',
    });
    await runs.handlers['trial.decide']({ jobId: `run-1:${rows[1]!}`, accept: false });
    await world.clock.advance(2_000);
    expect(await cells()).toMatchObject({ outcome: 'kept', before: 'Mine.' });
    expect((await cells())?.after).toBeUndefined();
  });

  it('stands in both exports', async () => {
    const { runs } = await fill();
    const csv = (await runs.history.export({ runId: 'run-1', format: 'csv' })).content;
    const [head, , beta, gamma] = csv.split('\r\n');
    expect(head).toContain('"Content","Content: before","Content: after","Score","Score: before","Score: after"');
    expect(beta).toMatch(/"Kept","Mine.","","Written","","7"$/);
    expect(gamma).toMatch(/"Written","","New text","Left empty","",""$/);
    const { rows } = JSON.parse((await runs.history.export({ runId: 'run-1', format: 'json' })).content) as {
      rows: unknown[];
    };
    expect(rows[1]).toMatchObject({
      answer: '7',
      properties: [
        { name: 'Content', outcome: 'Kept', before: 'Mine.', after: '' },
        { name: 'Score', outcome: 'Written', before: '', after: '7' },
      ],
    });
    expect(JSON.stringify(rows[1])).not.toContain('New text');
  });

  it('does not run a property’s name as a formula of a spreadsheet', async () => {
    const stage = createRowWorld();
    const request = stage.rowsRequest();
    stage.notion.person.renameProperty(stage.dataSourceId, 'Content', '=1+1');
    const runs = stage.world.boot();
    await runs.service.start({ id: 'run-1', request });
    await stage.world.finish(runs);
    expect((await runs.history.export({ runId: 'run-1', format: 'csv' })).content).toContain(`"'=1+1"`);
  });
});
