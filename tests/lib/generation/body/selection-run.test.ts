import { describe, expect, it } from 'vitest';

import type { RunRequest } from '../../../../lib/run-request/run-request.ts';
import { createPageWorld } from './page-harness.ts';

const TEXTS = ['One.', 'Two.', 'Three.'];

async function runOn(
  world: ReturnType<typeof createPageWorld>,
  afterBlockId: string | undefined,
  options: Partial<RunRequest['options']> = {},
) {
  world.model.otherwise(() => ({ steps: ['Short.'] }));
  const runs = world.boot();
  const request: RunRequest = {
    ...world.request(options),
    kind: 'selection',
    selectedText: 'Two.',
    ...(afterBlockId !== undefined && { afterBlockId }),
  };
  await runs.service.start({ id: 'run-1', request });
  const view = await world.finish(runs);
  expect(world.defects).toEqual([]);
  return { view, runs };
}

describe('a run on selected text', () => {
  it('writes behind the block that holds the selection, and Undo takes it out', async () => {
    const world = createPageWorld({ texts: TEXTS });
    const { view, runs } = await runOn(world, world.notion.childIds(world.pageId)[1]);
    expect(world.notion.texts(world.pageId)).toEqual(['One.', 'Two.', 'Short.', 'Three.']);
    const written = world.notion.childIds(world.pageId)[2]!.replaceAll('-', '');
    expect(view).toMatchObject({ state: 'done', wroteAt: 'after' });
    expect(view?.wroteUrl).toMatch(new RegExp(`^https://app\\.notion\\.com/p/[0-9a-f]{32}#${written}$`));
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(1000);
    expect(world.notion.texts(world.pageId)).toEqual(TEXTS);
  });

  it('gives the selection to the model as data', async () => {
    const world = createPageWorld({ texts: TEXTS });
    await runOn(world, world.notion.childIds(world.pageId)[1]);
    expect(JSON.stringify(world.model.requests)).toContain('The selected text:');
  });

  it.each([
    ['that nobody knows', () => '99999999-9999-4999-8999-999999999999'],
    ['of another page', (world: ReturnType<typeof createPageWorld>) => blockOfAnother(world)],
    ['that is a row of a database', (world: ReturnType<typeof createPageWorld>) => rowOfDatabase(world)],
    ['in the trash', async (world: ReturnType<typeof createPageWorld>) => trashedBlock(world)],
    ['that the page did not tell', () => undefined],
  ])('writes at the end and says so for a block %s', async (_what, blockOf) => {
    const world = createPageWorld({ texts: TEXTS });
    const { view } = await runOn(world, await blockOf(world));
    expect(
      world.notion
        .texts(world.pageId)
        .filter((text) => text !== '')
        .at(-1),
    ).toBe('Short.');
    expect(view).toMatchObject({ state: 'done', wroteAt: 'end-instead' });
  });

  it('never replaces the page, whatever its connection does', async () => {
    const world = createPageWorld({ texts: TEXTS });
    await runOn(world, undefined, { where: 'replace' });
    expect(world.notion.texts(world.pageId)).toEqual([...TEXTS, 'Short.']);
  });
});

describe('where a page run wrote', () => {
  it.each([
    [TEXTS, 'end', 'end'],
    [TEXTS, 'top', 'top'],
    [TEXTS, 'replace', 'replaced'],
    [[], 'top', 'filled'],
  ] as const)('on a page with %j, asked for %s, is told as %s', async (texts, where, wroteAt) => {
    const world = createPageWorld({ texts });
    world.model.otherwise(() => ({ steps: ['Short.'] }));
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', wroteAt });
  });
});

function blockOfAnother({ notion }: ReturnType<typeof createPageWorld>): string {
  return notion.childIds(notion.addPage({ title: 'Other', texts: ['Elsewhere.'] }))[0]!;
}

function rowOfDatabase({ notion, pageId }: ReturnType<typeof createPageWorld>): string {
  const { dataSourceId } = notion.addDatabase({ parentId: pageId });
  return notion.addRow(dataSourceId, { Name: { title: [{ text: { content: 'Row' } }] } });
}

async function trashedBlock({ notion, pageId }: ReturnType<typeof createPageWorld>): Promise<string> {
  const id = notion.childIds(pageId)[1]!;
  await notion.setBlockTrashed(id, true);
  return id;
}
