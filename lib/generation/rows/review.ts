/** Answers that were not written since a check failed: what a person makes of them, days later perhaps. Pure. */
import type { JobOutcome } from '../../jobs/ports.ts';
import { reopenJob } from '../../jobs/job-machine.ts';
import type { Job, Run } from '../../jobs/run.ts';
import { BODY_OUTPUT } from '../../notion/outdated.ts';
import { type ChosenPerson, withChosenPeople } from './chosen-people.ts';
import { editedValue } from './edited-value.ts';
import { currentStep, withCurrentStep } from './row-steps.ts';
import { needsReview, parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';

export interface ReviewDecision {
  /** `write`: as it is, or as the person changed it. `again`: the model is asked once more for all that is held. */
  readonly action: 'write' | 'again';
  /** Of one cell (`BODY_OUTPUT`: the page body); absent: of all that is held in the row. */
  readonly propertyId?: string;
  /** What is to be written in place of the answer. */
  readonly text?: string;
  /** Who is meant where the answer named somebody who is not clear. */
  readonly people?: readonly ChosenPerson[];
}

/** Where a part of it was written, that was its prompt. */
export function reviewOutcome({ written = [] }: RowCheckpoint): JobOutcome {
  return { state: 'skipped', review: true, counts: written.length > 0 };
}

/** Its run shows it as Needs review. */
export function isInReview(job: Job): boolean {
  return (
    job.phase === 'ended' && job.state === 'skipped' && needsReview(currentStep(parseRowCheckpoint(job.checkpoint)))
  );
}

export function isShownInReview(job: Job, run: Run): boolean {
  return run.request.kind === 'rows' && run.undo === undefined && isInReview(job);
}

/**
 * The job as the decision opens it again; undefined where there is nothing (any more) to decide.
 * @throws AppError `message-invalid` for a text that the property does not take
 */
export function reopenReviewedJob(job: Job, decision: ReviewDecision, now: number): Job | undefined {
  if (!isInReview(job)) return undefined;
  const row = parseRowCheckpoint(job.checkpoint);
  const step = decided(currentStep(row), decision);
  return step && { ...reopenJob(job, now), checkpoint: withCurrentStep(row, step) };
}

function decided(asked: RowCheckpoint, decision: ReviewDecision): RowCheckpoint | undefined {
  const { action, propertyId, text } = decision;
  const row = withChosenPeople(asked, decision);
  const { held = {}, values = {} } = row;
  if (action === 'again') return askedAgain(row);
  const isWritable = (id: string) => id === BODY_OUTPUT || values[id] !== undefined;
  const ids = Object.keys(held).filter((id) => isWritable(id) && (propertyId === undefined || id === propertyId));
  if (ids.length === 0) return undefined;
  const left = Object.fromEntries(Object.entries(held).filter(([id]) => !ids.includes(id)));
  const released = [...new Set([...(row.released ?? []), ...ids])];
  const { held: _held, ...rest } = row;
  const kept: RowCheckpoint = {
    ...rest,
    released,
    reviewed: true,
    ...(Object.keys(left).length > 0 && { held: left }),
  };
  if (text === undefined || propertyId === undefined) return kept;
  if (propertyId !== BODY_OUTPUT)
    return { ...kept, values: { ...values, [propertyId]: editedValue(values[propertyId], text) } };
  const { body } = row;
  return body?.answer ? { ...kept, body: { ...body, answer: { ...body.answer, text } } } : kept;
}

/** What stands in the row already stays; the old answer stays to be read until the new one is there. */
function askedAgain({
  answerText: _text,
  repaired: _repaired,
  released: _released,
  ...row
}: RowCheckpoint): RowCheckpoint {
  const { body: _body, ...withoutBody } = row;
  return { ...(row.held?.[BODY_OUTPUT] ? withoutBody : row), again: true, reviewed: true };
}
