import type { Run } from '../../jobs/run.ts';

/** A text that was given with the request now stands in Notion: nothing of it stays here. */
export function withoutGiven(run: Run): Run {
  const { given: _given, ...request } = run.request;
  return { ...run, request };
}
