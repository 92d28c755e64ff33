/** Which parts of an answer are not written: judged by the checks of their outputs. */
import type { OutputChecks } from '../../run-request/generation-options.ts';
import { checkAnswer, type CheckProblem } from './check-answer.ts';
import type { ReadAnswer } from './row-answer.ts';
import { showValues } from './row-cells.ts';
import { type RowCheckpoint, valuesToSend } from './row-checkpoint.ts';

type Checks = Readonly<Record<string, OutputChecks>> | undefined;
export type Held = NonNullable<RowCheckpoint['held']>;

/**
 * The row with its answer, and with what fails a check held back. Asked once more, only what was held gets the new answer: the rest
 * stands in Notion.
 */
export function holdFailing(row: RowCheckpoint, read: Omit<ReadAnswer, 'newOptions'>, checks: Checks): RowCheckpoint {
  const { held: before = {}, again, values: old = {}, named: oldNames = {}, ...rest } = row;
  const isWanted = (id: string) => !again || id in before;
  const fresh = Object.fromEntries(Object.entries(read.values).filter(([id]) => isWanted(id)));
  const standing = again ? Object.fromEntries(Object.entries(old).filter(([id]) => !(id in before))) : {};
  const values = { ...standing, ...fresh };
  const named = { ...(again && oldNames), ...read.named };
  const unclear = Object.entries(read.unclearPeople).filter(([id]) => isWanted(id));
  const people = unclear.map(([id, text]) => [id, [{ check: 'person', text }]] as const);
  const held: Held = { ...failing(fresh, named, checks), ...Object.fromEntries(people) };
  return {
    ...rest,
    values,
    named,
    ...(read.dropped.length > 0 && { dropped: read.dropped }),
    ...(Object.keys(held).length > 0 && { held }),
    answerShown: showValues(values, named),
  };
}

function failing(values: ReadAnswer['values'], named: ReadAnswer['named'], checks: Checks = {}): Held {
  const held: Record<string, readonly CheckProblem[]> = {};
  for (const [id, value] of Object.entries(values)) {
    const own = checks[id];
    const problems = own ? checkAnswer(showValues({ [id]: value }, named), own) : [];
    if (problems.length > 0) held[id] = problems;
  }
  return held;
}

/** The row with those values held back that another row has. `claim` takes a value for this row. The same row where none is. */
export async function holdTaken(
  row: RowCheckpoint,
  checks: Checks = {},
  claim: (propertyId: string, text: string) => Promise<boolean>,
): Promise<RowCheckpoint> {
  // Accepted in a trial, or released by a person: who said yes to it means it.
  const isMeant = (id: string) => row.decision !== undefined || row.released?.includes(id) === true;
  const held: Record<string, readonly CheckProblem[]> = {};
  for (const [id, value] of Object.entries(valuesToSend(row))) {
    if (!checks[id]?.unique || isMeant(id)) continue;
    if (!(await claim(id, showValues({ [id]: value }, row.named)))) held[id] = [{ check: 'unique' }];
  }
  return Object.keys(held).length === 0 ? row : { ...row, held: { ...row.held, ...held } };
}
