/** Each way in which Notion may fail, at each request of a page's run: the real adapter against the strict stand-in. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { resolveInput } from '../../../../lib/notion/discover-target.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';
import type { Fault, FaultMatch } from '../../../../sandbox/notion/faults.ts';
import { createFaultStage, OLD, PARAGRAPHS, type FaultStage } from './page-fault-stage.ts';

const FAULTS: Readonly<Record<string, Fault>> = {
  '409': { type: 'conflict' },
  '429 with seconds': { type: 'rate-limit', retryAfter: 17 },
  '429 with a date': { type: 'rate-limit', retryAfter: 'date', seconds: 40 },
  '429 that says nothing': { type: 'rate-limit', retryAfter: 'missing' },
  '429 with nonsense': { type: 'rate-limit', retryAfter: 'garbage' },
  '429 of the workspace, ten minutes': {
    type: 'rate-limit',
    retryAfter: 600,
    reason: 'public_api_space_request_rate_limit',
  },
  '529': { type: 'overload', retryAfter: 5 },
  '500, not done': { type: 'internal' },
  '500, done': { type: 'internal', applied: true },
  '502 in HTML, not done': { type: 'bad-gateway' },
  '502 in HTML, done': { type: 'bad-gateway', applied: true },
  '503, not saved': { type: 'unavailable' },
  '503, saved': { type: 'unavailable', saved: true },
  '504, not done': { type: 'gateway-timeout' },
  '504, done': { type: 'gateway-timeout', applied: true },
  'a login page with 200, not done': { type: 'html-200' },
  'a login page with 200, done': { type: 'html-200', applied: true },
  'half an answer, not done': { type: 'truncated-json', applied: false },
  'half an answer, done': { type: 'truncated-json' },
  'a connection lost before': { type: 'drop', when: 'before' },
  'a connection lost after': { type: 'drop', when: 'after' },
  'a redirect': { type: 'redirect' },
  '403 of the edge': { type: 'forbidden-html' },
  '401 for a moment': { type: 'unauthorized' },
};

const CHILDREN = /^\/v1\/blocks\/[^/]+\/children$/;
const STEPS: Readonly<Record<string, FaultMatch>> = {
  'the look at the page': { method: 'GET', path: CHILDREN },
  'reading the page for context': { method: 'GET', path: /\/markdown$/ },
  'the first append': { method: 'PATCH', path: CHILDREN },
  'the second append': { method: 'PATCH', path: CHILDREN, nth: 2 },
  'the last append': { method: 'PATCH', path: CHILDREN, nth: 3 },
  'moving an old block to the trash': { method: 'DELETE' },
};

let stage: FaultStage;
beforeAll(async () => {
  stage = await createFaultStage();
});
afterEach(() => stage.api.faults.clear());
afterAll(() => stage.close());

const isRefusal = (fault: Fault): boolean => fault.type === 'unauthorized';

describe.each(Object.entries(STEPS))('%s meets', (step, match) => {
  it.each(Object.entries(FAULTS))('%s: every block ends up on the page once, in order', async (_name, fault) => {
    const replaces = step === 'moving an old block to the trash';
    const looks = step === 'the look at the page';
    stage.api.faults.next({ match, fault });
    const run = await stage.startRun({ usePageContent: true, where: replaces ? 'replace' : looks ? 'top' : 'end' });
    let view = await run.finish();
    expect(stage.api.faults.pending, 'the fault was played').toBe(0);
    if (isRefusal(fault)) {
      const isHalfWritten = run.texts().length > OLD.length;
      expect(view).toMatchObject({
        state: isHalfWritten ? 'paused' : 'failed',
        failure: { code: 'notion-token-invalid' },
      });
      expect(new Set(run.texts()).size, 'nothing is doubled').toBe(run.texts().length);
      view = await run.retry();
    }
    expect(view).toMatchObject({ state: 'done', prompts: 1, done: 1 });
    expect(view.failure).toBeUndefined();
    const whole = looks ? [...PARAGRAPHS, ...OLD] : [...OLD, ...PARAGRAPHS];
    expect(run.texts()).toEqual(replaces ? PARAGRAPHS : whole);
    expect(run.defects).toEqual([]);
  });
});

describe('a browser that sends a request again by itself', () => {
  it.each([1, 2, 3])('leaves nothing doubled (append %d)', async (nth) => {
    stage.sendTwice(nth);
    const run = await stage.startRun();
    expect(await run.finish()).toMatchObject({ state: 'done', prompts: 1 });
    expect(run.texts()).toEqual([...OLD, ...PARAGRAPHS]);
    await run.undo();
    expect(run.texts()).toEqual(OLD);
  });

  it('keeps what a person wrote in the same words before', async () => {
    stage.sendTwice(2);
    const run = await stage.startRun({ where: 'top' }, PARAGRAPHS);
    await run.finish();
    expect(run.texts()).toEqual([...PARAGRAPHS, ...PARAGRAPHS]);
  });
});

describe('Undo meets', () => {
  it.each(Object.entries(FAULTS))('%s: the page is as it was, or what is missing is said', async (_name, fault) => {
    const run = await stage.startRun({ where: 'replace' });
    await run.finish();
    stage.api.faults.next({ match: { method: 'PATCH', path: /^\/v1\/blocks\/[^/]+$/ }, fault });
    stage.api.faults.next({ match: { method: 'DELETE' }, fault });
    let view = await run.undo();
    // Each refusal puts it to rest with its reason, and the person goes on with it.
    for (let tries = 0; isRefusal(fault) && view.undo?.state === 'stopped' && tries < 2; tries += 1) {
      expect(view).toMatchObject({ canUndo: true, undo: { failure: { code: 'notion-token-invalid' } } });
      view = await run.undo();
    }
    expect(view.undo).toMatchObject({ state: 'done', skipped: 0 });
    expect(run.texts()).toEqual(OLD);
    expect(run.defects).toEqual([]);
  });
});

describe('what a person waits for at the screen meets', () => {
  const LOOKS = {
    'the test of the token': () => stage.connect().whoAmI(),
    'the look for the page': () => resolveInput(stage.connect(), stage.demo.blank.id, 'page'),
  };
  describe.each(Object.entries(LOOKS))('%s', (_look, run) => {
    it.each(Object.entries(FAULTS))('%s: told in a sentence of its own, and the next try works', async (_n, fault) => {
      stage.api.faults.next({ fault });
      const failed: unknown = await run().catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(AppError);
      expect((failed as AppError).code).not.toBe('internal');
      await expect(run()).resolves.toBeDefined();
    });
  });
});

describe('a bad day at Notion', () => {
  const SEEDS = Array.from({ length: 30 }, (_, index) => index + 1);
  it.each(SEEDS)('with faults drawn by seed %d, leaves every block once and in order', async (seed) => {
    stage.api.faults.random({
      seed,
      rates: {
        conflict: 0.04,
        rateLimit: 0.06,
        overload: 0.04,
        internal: 0.03,
        internalApplied: 0.03,
        badGateway: 0.03,
        unavailable: 0.03,
        unavailableSaved: 0.03,
        gatewayTimeout: 0.03,
        gatewayTimeoutApplied: 0.03,
        dropBefore: 0.04,
        dropAfter: 0.04,
        truncatedJson: 0.04,
      },
    });
    const run = await stage.startRun({ usePageContent: true, where: seed % 2 === 0 ? 'replace' : 'end' });
    let view = await run.finish();
    // Six failures of one step in a row are given up, with the reason; the person tries again.
    for (let tries = 0; view.state === 'failed' && tries < 5; tries += 1) {
      expect(view.failure?.code).toMatch(/^(notion|offline|timeout)/);
      view = await run.retry();
    }
    expect(view).toMatchObject({ state: 'done', prompts: 1 });
    expect(run.texts()).toEqual(seed % 2 === 0 ? PARAGRAPHS : [...OLD, ...PARAGRAPHS]);
    expect(run.defects).toEqual([]);
  });
});
