import { describe, expect, it } from 'vitest';

import { joinedOutput, moveStep, optionsOfStep, removeStep, withStep } from '../../../../components/rows/form/steps.ts';
import { stepConditions } from '../../../../components/rows/form/use-whole-rows.ts';
import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';

const options: GenerationOptions = {
  prompt: 'First',
  where: 'end',
  usePageContent: false,
  output: { kind: 'property', propertyId: 'a' },
  checks: { a: { longest: 9 } },
  outputLanguage: 'de',
  engine: 'openai',
  model: 'one',
  steps: [{ prompt: 'Second', output: { kind: 'property', propertyId: 'b' } }],
};

describe('the steps of a form', () => {
  it('show one step with what belongs to all, and without what belongs to the first', () => {
    const second = optionsOfStep(options, 1);
    expect(second).toMatchObject({ prompt: 'Second', outputLanguage: 'de', model: 'one' });
    expect(second.checks).toBeUndefined();
    expect(optionsOfStep(options, 0)).toMatchObject({ prompt: 'First', checks: { a: { longest: 9 } } });
  });

  it('keep what a step was changed to, and leave the others as they are', () => {
    const changed = withStep(options, 1, { ...optionsOfStep(options, 1), prompt: 'Better', overwriteFilled: true });
    expect(changed).toMatchObject({ prompt: 'First', overwriteFilled: true, checks: { a: { longest: 9 } } });
    expect(changed.steps).toEqual([{ prompt: 'Better', output: { kind: 'property', propertyId: 'b' } }]);
    const own = withStep(options, 1, { ...optionsOfStep(options, 1), engine: 'gemini', model: 'two' });
    expect(own).toMatchObject({ model: 'one', steps: [{ engine: 'gemini', model: 'two' }] });
    expect(withStep(options, 0, { ...optionsOfStep(options, 0), prompt: 'New' }).steps).toEqual(options.steps);
  });

  it('change their places with all that belongs to them, and one that is removed leaves nothing', () => {
    const moved = moveStep(options, 1, -1);
    expect(moved).toMatchObject({ prompt: 'Second', steps: [{ prompt: 'First', checks: { a: { longest: 9 } } }] });
    expect(moved.checks).toBeUndefined();
    expect(moveStep(moved, 0, 1)).toEqual(options);
    const one = removeStep(options, 0);
    expect(one).toMatchObject({ prompt: 'Second', output: { propertyId: 'b' } });
    expect(one.steps).toBeUndefined();
    expect(removeStep(options, 1).steps).toBeUndefined();
  });

  it('write together what any of them writes', () => {
    expect(joinedOutput(options)).toEqual({ kind: 'properties', propertyIds: ['a', 'b'] });
    const body = { ...options, steps: [{ prompt: 'B', output: { kind: 'body', where: 'end' } as const }] };
    expect(joinedOutput(body)).toEqual({ kind: 'body', where: 'end' });
  });
});

describe('conditions of steps, before the start', () => {
  it('are asked by what rows hold now, but for what an earlier step writes', () => {
    const of = (propertyId: string) => ({ propertyId, comparison: 'filled' }) as const;
    const conditioned: GenerationOptions = {
      ...options,
      conditions: [of('a')],
      steps: [{ prompt: 'Second', output: { kind: 'property', propertyId: 'b' }, conditions: [of('a'), of('status')] }],
    };
    expect(stepConditions(conditioned)).toEqual([[of('a')], [of('status')]]);
  });
});
