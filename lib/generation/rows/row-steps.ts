/** Steps of a row: the run and the checkpoint as each step sees them. A row of one step is its own first step. */
import { type Output, propertyIdsOf } from '../../run-request/output.ts';
import type { Run } from '../../jobs/run.ts';
import type { RunRequest } from '../../run-request/run-request.ts';
import { NEW_ROW, type RowCheckpoint } from './row-checkpoint.ts';

export function countSteps({ options }: Pick<RunRequest, 'options'>): number {
  return 1 + (options.steps?.length ?? 0);
}

/** What one step asks, as a request of its own. `at` counts from 0. */
export function requestOfStep<T extends RunRequest>(request: T, at: number): T {
  const { steps = [], ...first } = request.options;
  const step = steps[at - 1];
  if (at === 0 || !step) return steps.length === 0 ? request : { ...request, options: first };
  const { output: _o, instructions: _i, conditions: _c, checks: _k, allowNewOptions: _a, ...common } = first;
  const { temperature: _t, effort: _e, engine: _n, model: _m, ...bare } = common;
  // What is set for one model means nothing to another.
  const hasOwnModel = step.model !== undefined || step.engine !== undefined;
  const options = { ...(hasOwnModel ? bare : common), ...step };
  const { examples: _x, ...rest } = request;
  return { ...rest, options } as T;
}

/** The run as one step sees it, with its own model. */
export function runOfStep(run: Run, at: number): Run {
  if (countSteps(run.request) === 1) return run;
  const own = at === 0 ? undefined : run.stepModels?.[at - 1];
  return { ...run, ...(own ?? {}), request: requestOfStep(run.request, at) };
}

/** The checkpoints of a row's steps, as far as it has come; of the whole row, `undone` holds for each. */
export function stepsOf({ later = [], ...first }: RowCheckpoint): readonly RowCheckpoint[] {
  return [first, ...later.map((step) => (first.undone ? { ...step, undone: true as const } : step))];
}

/** The step that the row is at, or was at when it ended. */
export function currentStep(row: RowCheckpoint): RowCheckpoint {
  return stepsOf(row).at(-1) ?? NEW_ROW;
}

/** The row with the step that it is at changed. */
export function withCurrentStep(row: RowCheckpoint, step: RowCheckpoint): RowCheckpoint {
  const steps = stepsOf(row);
  return joinSteps([...steps.slice(0, -1), step]);
}

export function joinSteps([first = NEW_ROW, ...later]: readonly RowCheckpoint[]): RowCheckpoint {
  return { ...first, ...(later.length > 0 && { later }) };
}

/** What all steps write: their properties, or page bodies where any of them writes one. */
export function outputOfAllSteps(request: RunRequest): Output {
  const outputs = Array.from({ length: countSteps(request) }, (_, at) => outputOfRequest(requestOfStep(request, at)));
  const [first] = outputs;
  if (outputs.length === 1 && first) return first;
  const body = outputs.find(({ kind }) => kind === 'body');
  if (body) return body;
  return { kind: 'properties', propertyIds: [...new Set(outputs.flatMap(propertyIdsOf))] };
}

/** A request without an output was refused before it was stored. */
export function outputOfRequest({ options }: Pick<RunRequest, 'options'>): Output {
  return options.output ?? { kind: 'body', where: options.where };
}
