import { describe, expect, it } from 'vitest';

import { EditWatch } from '../../../../lib/generation/rows/edit-watch.ts';
import { snapshotCells } from '../../../../lib/generation/rows/row-cells.ts';
import { createJob, type Run } from '../../../../lib/jobs/run.ts';
import { createFakeNotionWorkspace } from '../../../fakes/fake-notion-workspace.ts';
import { createManualClock } from '../../../fakes/manual-clock.ts';
import { MemoryRunStore } from '../../../fakes/memory-run-store.ts';

const text = (content: string) => ({ rich_text: [{ text: { content } }] });

async function createWatch({ secondsIntoMinute = 0 } = {}) {
  const clock = createManualClock(Date.UTC(2026, 10, 21, 12, 0, secondsIntoMinute));
  const notion = createFakeNotionWorkspace({ now: () => clock.now() });
  const { databaseId, dataSourceId } = notion.addDatabase({
    title: 'Ideas',
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
  });
  const rowId = notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: 'Alpha' } }] } });
  const propertyId = notion.propertyId(dataSourceId, 'Content');
  const target = { kind: 'database', id: databaseId, dataSourceId, title: 'Ideas', url: 'https://app.notion.com/p/1' };
  const options = { prompt: 'Write', where: 'end', usePageContent: false };
  const counts = { total: 1, done: 0, failed: 0, skipped: 0, prompts: 0, inputTokens: 0, outputTokens: 0 };
  const run = {
    ...{ id: 'run-1', workspaceId: 'w', engine: 'openai', model: 'm', control: 'active', usageEstimated: false },
    ...counts,
    request: { kind: 'rows', target, options },
    createdAt: clock.now(),
  } as Run;
  const store = new MemoryRunStore();
  const cells = snapshotCells(await notion.getPage(rowId), [propertyId], () => undefined);
  // The answer is there, its write was looked for and not found.
  const checkpoint = { version: 1, cells, values: { [propertyId]: text('About Alpha') } };
  await store.createRun(run, [{ ...createJob(run.id, 0, { id: rowId, title: 'Alpha' }, clock.now()), checkpoint }]);
  const isEdited = () => new EditWatch(store, clock).isEdited(run, rowId, notion, new AbortController().signal);
  return { clock, store, notion, rowId, isEdited };
}

describe('the watch over edits', () => {
  it('sees what a person typed into a row that is still to be written', async () => {
    const { notion, rowId, isEdited } = await createWatch();
    expect(await isEdited()).toBe(false);
    notion.person.setCell(rowId, 'Content', text('Mine.'));
    expect(await isEdited()).toBe(true);
  });

  it('sees an edit of the minute in which the run began: Notion tells whole minutes', async () => {
    const { clock, notion, rowId, isEdited } = await createWatch({ secondsIntoMinute: 10 });
    await clock.advance(5_000);
    notion.person.setCell(rowId, 'Content', text('Mine.'));
    expect(await isEdited()).toBe(true);
  });

  it('sees what a worker that was stopped had seen, and could not store any more', async () => {
    const { clock, store, notion, rowId, isEdited } = await createWatch();
    await clock.advance(10 * 60_000);
    notion.person.setCell(rowId, 'Content', text('Mine.'));
    await clock.advance(2 * 60_000);
    await store.changeRun('run-1', (run) => ({ ...run, lookedAt: clock.now() }));
    expect(await isEdited()).toBe(true);
  });

  it('does not take our own write for an edit, when it arrives after it was looked for', async () => {
    const { notion, rowId, isEdited } = await createWatch();
    notion.person.setCell(rowId, 'Content', text('About Alpha'));
    expect(await isEdited()).toBe(false);
  });
});
