/** Runs and rows as a store holds them. */
import { createJob, type Job, type Run } from '../../lib/jobs/run.ts';

/** The counts of a run that has just begun, as stored and as shown. */
export const NOTHING_DONE = {
  done: 0,
  failed: 0,
  skipped: 0,
  prompts: 0,
  inputTokens: 0,
  outputTokens: 0,
  usageEstimated: false,
} as const;

/** One of a page that was just started. */
export function createRun(id: string, overrides: Partial<Run> = {}): Run {
  return {
    id,
    request: {
      kind: 'page',
      target: { kind: 'page', id: 'page-1', title: 'A page', url: 'https://app.notion.com/p/1' },
      options: { prompt: 'Write', where: 'end', usePageContent: false },
    },
    workspaceId: 'workspace-1',
    engine: 'openai',
    model: 'gpt-6-luna',
    control: 'active',
    createdAt: 1000,
    total: 1,
    ...NOTHING_DONE,
    ...overrides,
  };
}

export const job = (runId: string, seq: number): Job =>
  createJob(runId, seq, { id: `row-${seq}`, title: `Row ${seq}` }, 1000);

export const lease = (owner: string, until = 99_999) => ({ owner, until });
