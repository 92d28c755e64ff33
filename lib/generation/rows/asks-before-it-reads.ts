import type { Run } from '../../jobs/run.ts';
import { usesVariable } from '../../prompt/variables.ts';
import { askedText } from '../../run-request/asked-text.ts';
import { outputOf } from './list-rows.ts';
import { countSteps } from './row-steps.ts';

/** Rows whose answer needs nothing of Notion: the model goes on while Notion asks for patience, and the writes then follow at once. */
export function asksBeforeItReads(run: Run): boolean {
  const { kind, options } = run.request;
  return (
    kind === 'rows' &&
    countSteps(run.request) === 1 &&
    outputOf(run).kind !== 'body' &&
    !usesVariable(askedText(options), 'page')
  );
}
