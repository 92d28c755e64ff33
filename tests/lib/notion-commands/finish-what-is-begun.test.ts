import { describe, expect, it } from 'vitest';

import { createSampleCommands } from '../../../lib/notion-commands/sample-commands.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const TEXTS = { pageTitle: 'A page', databaseTitle: 'A database', topics: ['One', 'Two', 'Three'] };

const refusal = (clock: { now(): number }, seconds: number) =>
  new AppError('notion-rate-limited', 'wait', { retryAt: clock.now() + seconds * 1_000 });

function setUp() {
  const clock = createManualClock();
  const notion = createFakeNotionWorkspace({ now: () => clock.now() });
  const parentPageId = notion.addPage({ title: 'Home' });
  const create = createSampleCommands(
    async () => notion,
    async () => TEXTS,
    clock,
  )['sample.createDatabase'];
  return { clock, notion, create: () => create({ parentPageId }) };
}

describe('a sample database while Notion asks for patience', () => {
  it('is refused as a whole before anything is made, so that it may be asked for again', async () => {
    const { clock, notion, create } = setUp();
    notion.failNext({ method: 'createDatabase', error: refusal(clock, 20), when: 'before' });
    await expect(create()).rejects.toMatchObject({ code: 'notion-rate-limited', retry: 'wait' });
    expect(notion.effects).toEqual([]);
  });

  it('waits in the middle and is made once, with all its rows', async () => {
    const { clock, notion, create } = setUp();
    notion.failNext({ method: 'getDataSource', error: refusal(clock, 20), when: 'before' });
    notion.failNext({ method: 'createPage', skip: 1, error: refusal(clock, 40), when: 'before' });
    const made = create();
    await clock.advance(19_000);
    expect(notion.calls.filter(({ method }) => method === 'createPage')).toHaveLength(0);
    await clock.advance(60_000);
    const { dataSourceId } = await made;
    expect(notion.rowIds(dataSourceId ?? '').map((id) => notion.cellText(id, 'Topic'))).toEqual(TEXTS.topics);
    expect(notion.calls.filter(({ method }) => method === 'createDatabase')).toHaveLength(1);
  });

  it('never asks to be sent anew once something is made', async () => {
    const { clock, notion, create } = setUp();
    notion.failNext({ method: 'createPage', times: 50, error: refusal(clock, 1), when: 'before' });
    const made = create().catch((error: unknown) => error);
    await clock.advance(600_000);
    expect(await made).toMatchObject({ code: 'notion-rate-limited', retry: 'look' });
  });
});
