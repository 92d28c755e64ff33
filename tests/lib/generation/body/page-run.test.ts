import { describe, expect, it } from 'vitest';

import { AppError } from '../../../../lib/shared/app-error.ts';
import { answerSlowly, createPageWorld, PARAGRAPHS, SLOW_STEPS } from './page-harness.ts';

const ANSWER = PARAGRAPHS.join('\n\n');

describe('a page run', () => {
  it('writes the answer behind what is there, block by block while the model writes', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(4500);
    expect(world.notion.texts(world.pageId).slice(0, 2)).toEqual(['Old.', 'Alpha.']);
    expect(world.notion.texts(world.pageId).length).toBeLessThan(5);
    const view = await world.finish(runs);
    expect(view).toMatchObject({ state: 'done', prompts: 1, done: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['Old.', ...PARAGRAPHS]);
    expect(world.defects).toEqual([]);
  });

  it('is one run however often it is started with its id', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const runs = world.boot();
    const start = () => runs.service.start({ id: 'run-1', request: world.request() });
    await Promise.all([start(), start(), start()]);
    await world.finish(runs);
    expect(world.model.requests).toHaveLength(1);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });

  it('adds to the top', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where: 'top' }) });
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual([...PARAGRAPHS, 'Old.']);
  });

  it('replaces the page and Undo puts it back', async () => {
    const world = createPageWorld({ texts: ['Old one.', 'Old two.'] });
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where: 'replace' }) });
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(1000);
    expect(world.notion.texts(world.pageId)).toEqual(['Old one.', 'Old two.']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', skipped: 0 });
  });

  it('leaves a block that a person edited when it is undone', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.finish(runs);
    world.notion.person.setText(world.notion.childIds(world.pageId)[1]!, 'Mine now.');
    await runs.service.control({ runId: 'run-1', action: 'undo' });
    await world.clock.advance(1000);
    expect(world.notion.texts(world.pageId)).toEqual(['Mine now.']);
    expect((await runs.history.view('run-1')).undo).toMatchObject({ state: 'done', skipped: 1, restored: 3 });
  });

  it('stops when asked, keeps what stands, counts it, and goes on when asked again', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(4500);
    await runs.service.control({ runId: 'run-1', action: 'stop' });
    const stopped = await world.finish(runs);
    expect(stopped?.state).toBe('stopped');
    const standing = world.notion.texts(world.pageId);
    expect(standing.length).toBeGreaterThan(0);
    await world.clock.advance(60_000);
    expect(world.notion.texts(world.pageId)).toEqual(standing);
    expect((await runs.history.view('run-1')).prompts).toBe(1);
    await runs.service.control({ runId: 'run-1', action: 'retry-failed' });
    await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
    expect((await runs.history.view('run-1')).prompts).toBe(1);
  });

  it('asks again after a cut answer and keeps the blocks on which both agree', async () => {
    const world = createPageWorld();
    world.model.answer(
      {
        steps: ['Alpha.\n\nBeta.\n\nOther.\n\n', { pauseMs: 5000 }],
        failure: { code: 'engine-answer-cut', retry: 'later' },
      },
      { steps: SLOW_STEPS },
    );
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    const view = await world.finish(runs);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
    expect(view).toMatchObject({ state: 'done', prompts: 1 });
    const kept = world.notion.effects.filter(({ method }) => method === 'setBlockTrashed');
    expect(kept).toHaveLength(1);
  });

  it('keeps an answer that Notion refuses and writes it later without asking the model again', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const refusal = new AppError('notion-not-found', 'never');
    world.notion.failNext({ method: 'appendChildren', when: 'before', error: refusal, skip: 1, times: 1 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    expect(await world.finish(runs)).toMatchObject({ state: 'paused', failure: { code: 'notion-not-found' } });
    await runs.service.control({ runId: 'run-1', action: 'resume' });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
    expect(world.model.requests).toHaveLength(1);
  });

  it('writes a block that Notion refuses as plain words, and the others as they are', async () => {
    const world = createPageWorld();
    world.model.otherwise(() => ANSWER);
    const refusal = new AppError('notion-invalid-request', 'never');
    world.notion.failNext({ method: 'appendChildren', when: 'before', error: refusal, times: 3 });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });

  it.each(['before', 'after', 'late'] as const)(
    'settles an append whose answer was lost (%s) by looking',
    async (when) => {
      const world = createPageWorld({ texts: ['Old.'] });
      answerSlowly(world);
      world.notion.failNext({ method: 'appendChildren', when, skip: 1 });
      const runs = world.boot();
      await runs.service.start({ id: 'run-1', request: world.request() });
      await world.clock.advance(20_000);
      if (when === 'late') world.notion.landLate();
      const waiting = await runs.history.view('run-1');
      if (when !== 'after') expect(waiting).toMatchObject({ state: 'waiting', wait: { reason: 'confirming-write' } });
      expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
      expect(world.notion.texts(world.pageId)).toEqual(['Old.', ...PARAGRAPHS]);
    },
  );

  it('waits as long as Notion asks, and not a second less', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const retryAt = world.clock.now() + 600_000;
    const limited = new AppError('notion-rate-limited', 'wait', { retryAt });
    world.notion.failNext({ method: 'appendChildren', when: 'before', error: limited });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(599_000);
    expect(await runs.history.view('run-1')).toMatchObject({
      state: 'waiting',
      wait: { reason: 'notion-limit', until: retryAt },
    });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
    expect(world.model.requests).toHaveLength(1);
  });

  it('is forgotten when it ended longer ago than the history is kept, and not before', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.finish(runs);
    await world.clock.advance(2 * 86_400_000);
    await runs.service.prune(3);
    expect(await runs.history.list()).toHaveLength(1);
    await runs.service.prune(1);
    expect(await runs.history.list()).toEqual([]);
    expect(world.notion.texts(world.pageId)).toEqual(PARAGRAPHS);
  });

  it('takes no new work while it drains, and loses none', async () => {
    const world = createPageWorld();
    answerSlowly(world);
    const runs = world.boot();
    await runs.drain();
    await runs.service.start({ id: 'run-1', request: world.request() });
    await world.clock.advance(60_000);
    expect(await runs.history.view('run-1')).toMatchObject({ state: 'queued' });
    const next = world.boot();
    await next.takeOver();
    expect(await world.finish(next)).toMatchObject({ state: 'done' });
  });

  it('gives the page as context, and reads its blocks where Notion refuses the Markdown of it', async () => {
    const world = createPageWorld({ texts: ['Known already.'] });
    world.model.otherwise(() => ANSWER);
    world.notion.failNext({
      method: 'getPageMarkdown',
      when: 'before',
      error: new AppError('notion-invalid-request', 'never'),
    });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ usePageContent: true }) });
    expect(await world.finish(runs)).toMatchObject({ state: 'done' });
    expect(world.model.requests[0]!.request.messages.at(-1)!.text).toContain('Known already.');
  });

  it('asks again when an answer holds nothing that can be written', async () => {
    const world = createPageWorld();
    world.model.answer('```\n```', 'At last.');
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request() });
    expect(await world.finish(runs)).toMatchObject({ state: 'done', prompts: 1 });
    expect(world.notion.texts(world.pageId)).toEqual(['At last.']);
  });

  it('fails with the reason of the model, and writes nothing', async () => {
    const world = createPageWorld({ texts: ['Old.'] });
    world.model.fail({ code: 'engine-refused', retry: 'never' });
    const runs = world.boot();
    await runs.service.start({ id: 'run-1', request: world.request({ where: 'replace' }) });
    expect(await world.finish(runs)).toMatchObject({
      state: 'failed',
      prompts: 0,
      failure: { code: 'engine-refused' },
    });
    expect(world.notion.texts(world.pageId)).toEqual(['Old.']);
  });
});
