import { describe, expect, it } from 'vitest';

import { isFailureNews, runStatusText, waitText } from '../../../components/run-status/run-text.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../../../lib/run-request/generation-options.ts';
import type { RunView } from '../../../lib/runs/run-views.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';
import { NOTHING_DONE } from '../../fakes/sample-run.ts';

const target = { kind: 'page', id: '1', title: 'A page', url: 'https://app.notion.com/p/1' } as const;
const run: RunView = {
  id: 'r',
  request: { kind: 'page', target, options: DEFAULT_GENERATION_OPTIONS },
  engine: 'gemini',
  model: 'm',
  createdAt: 0,
  total: 1,
  ...NOTHING_DONE,
  state: 'running',
  canUndo: false,
};
const rows: RunView = { ...run, request: { ...run.request, kind: 'rows' }, total: 10, done: 3 };

describe('runStatusText', () => {
  it('says what a page run is at', () => {
    expect(runStatusText({ ...run, phase: 'generating' }, 0)).toBe('Generating');
    expect(runStatusText({ ...run, phase: 'writing' }, 0)).toBe('Writing');
    expect(runStatusText({ ...run, state: 'done', phase: 'writing' }, 0)).toBe('Done');
  });

  it('counts the rows of a database run', () => {
    expect(runStatusText(rows, 0)).toBe('3 of 10 rows done');
    expect(runStatusText({ ...rows, done: 0, total: 0 }, 0)).toBe('Running');
    expect(runStatusText({ ...rows, state: 'done-with-errors', done: 9, failed: 1 }, 0)).toBe(
      'Done with errors: 9 of 10 rows done, 1 failed',
    );
    expect(runStatusText({ ...rows, state: 'done', total: 8, done: 7, skipped: 1 }, 0)).toBe(
      'Done: 7 of 8 rows done, 1 skipped',
    );
  });

  it('says why it waits and for how long', () => {
    const waiting: RunView = { ...run, state: 'waiting', wait: { reason: 'notion-limit', until: 41_000 } };
    expect(runStatusText(waiting, 0)).toBe('Waiting: Notion asks us to wait 41 s');
    expect(waitText({ reason: 'decision', count: 3 }, 0)).toBe('3 answers wait for your decision');
    expect(waitText({ reason: 'decision', count: 1 }, 0)).toBe('1 answer waits for your decision');
    expect(waitText({ reason: 'confirming-write', until: 62_000 }, 0)).toBe('checking what Notion saved, 62 s');
    expect(waitText({ reason: 'offline' }, 0)).toBe('this device is offline; the run will continue by itself');
  });
});

describe('isFailureNews', () => {
  const limited: Failure = { code: 'engine-rate-limited', retry: 'wait', retryAt: 1 };
  const overloaded: Failure = { code: 'engine-overloaded', retry: 'later' };

  it('says a failure once: a wait names its reason itself, and a new try leaves the old one behind', () => {
    expect(isFailureNews('waiting', limited)).toBe(false);
    expect(isFailureNews('waiting', overloaded)).toBe(true);
    expect(isFailureNews('running', overloaded)).toBe(false);
    expect(isFailureNews('stopped', overloaded)).toBe(false);
    for (const state of ['paused', 'failed', 'done'] as const) expect(isFailureNews(state, limited)).toBe(true);
  });
});
