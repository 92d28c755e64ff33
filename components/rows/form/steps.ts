/** Steps of a form: one of them is shown at a time, as if it were all there is. Pure. */
import type { GenerationOptions, GenerationStep } from '../../../lib/run-request/generation-options.ts';
import { type Output, propertyIdsOf } from '../../../lib/run-request/output.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { usableOutput } from './row-choice.ts';

export function countSteps({ steps = [] }: GenerationOptions): number {
  return 1 + steps.length;
}

/** What each step says for itself; all else belongs to the whole of them. */
const STEP_FIELDS: ReadonlySet<string> = new Set([
  'prompt',
  'output',
  'instructions',
  'conditions',
  'checks',
  'allowNewOptions',
  'engine',
  'model',
] satisfies readonly (keyof GenerationStep)[]);

type Common = Omit<GenerationOptions, keyof GenerationStep | 'steps'>;

/** The first step, and what belongs to all of them. */
function splitFirst({ steps: _later, ...first }: GenerationOptions): { own: GenerationStep; common: Common } {
  const fields = Object.entries(first).filter(([, value]) => value !== undefined);
  const pick = (isOfStep: boolean): unknown =>
    Object.fromEntries(fields.filter(([name]) => STEP_FIELDS.has(name) === isOfStep));
  return { own: pick(true) as GenerationStep, common: pick(false) as Common };
}

/** What one step asks. What belongs to all of them (wording, overwriting) is the same in each, the model unless it has its own. */
export function optionsOfStep(options: GenerationOptions, at: number): GenerationOptions {
  const { steps = [], ...first } = options;
  const step = steps[at - 1];
  if (steps.length === 0) return options;
  if (at === 0 || !step) return first;
  const { engine, model } = first;
  return { ...splitFirst(options).common, ...(engine && { engine }), ...(model !== undefined && { model }), ...step };
}

/** The options with one step changed to what the form made of it. */
export function withStep(options: GenerationOptions, at: number, next: GenerationOptions): GenerationOptions {
  const { steps = [] } = options;
  const { steps: _none, ...changed } = next;
  if (at === 0) return steps.length === 0 ? changed : { ...changed, steps };
  const first = splitFirst(options).own;
  const { own, common } = splitFirst(next);
  const { engine, model, ...rest } = own;
  const step: GenerationStep = {
    ...rest,
    // Those of the first step are no choice of this one.
    ...(engine !== undefined && engine !== first.engine && { engine }),
    ...(model !== undefined && model !== first.model && { model }),
  };
  return { ...common, ...first, steps: steps.map((before, index) => (index === at - 1 ? step : before)) };
}

/** A new step behind the others, which writes what none of them does. */
export function addStep(options: GenerationOptions, view: DatabaseView): GenerationOptions {
  const { steps = [] } = options;
  const taken = new Set(stepOutputs(options).flatMap(propertyIdsOf));
  const free = view.properties.find(({ id, writable, type }) => writable && type === 'rich_text' && !taken.has(id));
  const output: Output = free ? { kind: 'property', propertyId: free.id } : view.presetOutput;
  return { ...options, steps: [...steps, { prompt: '', output }] };
}

export function removeStep(options: GenerationOptions, at: number): GenerationOptions {
  return joinSteps(
    options,
    splitSteps(options).filter((_, index) => index !== at),
  );
}

/** The step one place to the left (-1) or to the right (1). */
export function moveStep(options: GenerationOptions, at: number, by: -1 | 1): GenerationOptions {
  const steps = [...splitSteps(options)];
  const [moved, other] = [steps[at], steps[at + by]];
  if (!moved || !other) return options;
  steps[at] = other;
  steps[at + by] = moved;
  return joinSteps(options, steps);
}

export function stepOutputs(options: GenerationOptions): readonly (Output | undefined)[] {
  return Array.from({ length: countSteps(options) }, (_, at) => optionsOfStep(options, at).output);
}

/** What any of the steps writes: all their properties, or page bodies. */
export function joinedOutput(options: GenerationOptions): Output | undefined {
  const outputs = stepOutputs(options);
  if (outputs.length === 1) return outputs[0];
  const body = outputs.find((output) => output?.kind === 'body');
  return body ?? { kind: 'properties', propertyIds: [...new Set(outputs.flatMap(propertyIdsOf))] };
}

/** Outputs that the database no longer has give way to what it has. */
export function withUsableOutputs(options: GenerationOptions, view: DatabaseView): GenerationOptions {
  const output = usableOutput(options.output, view);
  const { steps } = options;
  if (!steps) return { ...options, output };
  return { ...options, output, steps: steps.map((step) => ({ ...step, output: usableOutput(step.output, view) })) };
}

function splitSteps(options: GenerationOptions): readonly GenerationStep[] {
  return [splitFirst(options).own, ...(options.steps ?? [])];
}

function joinSteps(options: GenerationOptions, [first, ...later]: readonly GenerationStep[]): GenerationOptions {
  if (!first) return options;
  return { ...splitFirst(options).common, ...first, ...(later.length > 0 && { steps: later }) };
}
