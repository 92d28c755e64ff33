/** Answers that a person accepted in trials, as examples for the rows that are asked next. */
import { type Output, sameOutput } from '../run-request/output.ts';
import type { Target } from '../run-request/target.ts';
import { BODY_OUTPUT } from '../notion/outdated.ts';
import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import type { RunRequest, RowExample } from '../run-request/run-request.ts';
import { cleanAnswer } from '../markdown/clean-answer.ts';
import { showValues } from '../generation/rows/row-cells.ts';
import { parseRowCheckpoint, type RowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { listTrialJobs } from '../generation/rows/trial.ts';

type Store = Pick<RunStore, 'listRuns' | 'listJobs'>;

export const MOST_EXAMPLES = 5;
/** Trials further back were about another idea. */
const RUNS_LOOKED_AT = 200;
/** Characters that an example gives at most: of one value of its row, of one answer, of a whole page body. */
const LONGEST = { value: 500, answer: 1_000, body: 3_000 } as const;

/** The latest first; at most one of each row. What was undone, rejected or given up is none. */
export async function findExamples(
  store: Store,
  target: Pick<Target, 'id' | 'dataSourceId'>,
  output: Output | undefined,
): Promise<readonly RowExample[]> {
  const found = new Map<string, RowExample>();
  for (const run of await store.listRuns(RUNS_LOOKED_AT)) {
    if (found.size >= MOST_EXAMPLES) break;
    if (!run.trial || run.undo || !isAbout(run, target) || !sameOutput(run.request.options.output, output)) continue;
    for (const job of await listTrialJobs(store, run)) {
      const example = found.has(job.subjectId) ? undefined : exampleOf(job, run);
      if (example && found.size < MOST_EXAMPLES) found.set(job.subjectId, example);
    }
  }
  return [...found.values()];
}

/** The request with its examples, where it asks for them: kept in the run, so that all its rows get the same. */
export async function withExamples<T extends RunRequest>(store: Store, request: T): Promise<T> {
  if (request.kind !== 'rows' || !request.options.useExamples) return request;
  const examples = await findExamples(store, request.target, request.options.output);
  return examples.length > 0 ? { ...request, examples } : request;
}

function isAbout({ request: { kind, target } }: Run, other: Pick<Target, 'id' | 'dataSourceId'>): boolean {
  return kind === 'rows' && target.id === other.id && target.dataSourceId === other.dataSourceId;
}

function exampleOf(job: Job, run: Run): RowExample | undefined {
  const row = parseRowCheckpoint(job.checkpoint);
  const isKept = job.state === 'done' || (job.phase === 'open' && run.endedAt === undefined);
  if (row.decision !== 'accepted' || row.undone || !isKept) return undefined;
  const answers = answersOf(row);
  if (answers.length === 0) return undefined;
  const inputs = Object.entries(row.inputs ?? {}).map(([name, text]) => [name, cut(text, LONGEST.value)] as const);
  return { topic: cut(job.title, LONGEST.value), inputs: Object.fromEntries(inputs), answers };
}

function answersOf({ values, named, cells = [], body }: RowCheckpoint): RowExample['answers'] {
  if (values === undefined) {
    const text = cut(cleanAnswer(body?.answer?.text ?? ''), LONGEST.body);
    return text === '' ? [] : [{ id: BODY_OUTPUT, name: '', text }];
  }
  return Object.entries(values).flatMap(([id, value]) => {
    const text = cut(showValues({ [id]: value }, named), LONGEST.answer);
    const name = cells.find(({ propertyId }) => propertyId === id)?.name ?? '';
    return text === '' ? [] : [{ id, name, text }];
  });
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).trimEnd().toWellFormed()}…` : text;
}
