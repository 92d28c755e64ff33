import { describe, expect, it } from 'vitest';

import { createRowWorld } from './row-world.ts';

/** Fills Content and Score; the first answer for each row is `broken`, the second one whole. */
async function fill(broken: string) {
  const { world, model, property, rowsRequest } = createRowWorld();
  const asked = new Map<string, number>();
  model.otherwise(({ messages }) => {
    const topic = ['Alpha', 'Beta', 'Gamma', 'Delta'].find((one) => messages[0]!.text.includes(one))!;
    asked.set(topic, (asked.get(topic) ?? 0) + 1);
    return asked.get(topic) === 1 ? broken : `{"p0":"About ${topic}","p1":842}`;
  });
  const output = { kind: 'properties', propertyIds: [property('Content'), property('Score')] } as const;
  const runs = world.boot();
  await runs.service.start({ id: 'run-1', request: rowsRequest({ output }) });
  const view = await world.finish(runs);
  const { jobs } = await runs.history.jobs({ runId: 'run-1', limit: 9 });
  const cells = jobs.map((job) => job.cells?.map(({ after }) => after));
  return { view, cells, asked: [...asked.values()] };
}

describe('an answer in which an object is never closed', () => {
  it.each(['Sure! {"p0":"Half"', '{"p0":"Half",', '{"p1":8', '{"p0":"Half","p1":84'])(
    'is asked for again: %s',
    async (broken) => {
      const { view, cells, asked } = await fill(broken);
      expect(view).toMatchObject({ state: 'done', done: 4, prompts: 4 });
      expect(cells[0]).toEqual(['About Alpha', '842']);
      expect(asked).toEqual([2, 2, 2, 2]);
    },
  );

  it('is taken where nothing is missing but the brace', async () => {
    const { cells, asked } = await fill('{"p1":842,"p0":"Whole"');
    expect(cells[0]).toEqual(['Whole', '842']);
    expect(asked).toEqual([1, 1, 1, 1]);
  });

  it('may leave out what the model does not know where it was closed', async () => {
    const { cells, asked } = await fill('{"p0":"Whole"}');
    expect(cells[0]).toEqual(['Whole', undefined]);
    expect(asked).toEqual([1, 1, 1, 1]);
  });
});
