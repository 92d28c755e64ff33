import { describe, expect, it } from 'vitest';

import { changeChecks, checkedOutputs, checksProblem, countChecks } from '../../../../components/rows/form/checks.ts';
import { DEFAULT_GENERATION_OPTIONS, type GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import { BODY_OUTPUT } from '../../../../lib/notion/outdated.ts';

const properties = [
  { id: 'a', name: 'Summary', type: 'rich_text', writable: true },
  { id: 'b', name: 'Score', type: 'number', writable: true },
] as const;
const options: GenerationOptions = { ...DEFAULT_GENERATION_OPTIONS, output: { kind: 'property', propertyId: 'a' } };

describe('the checks of a form', () => {
  it('are offered for each output, with lengths for texts only', () => {
    const both = checkedOutputs({ kind: 'properties', propertyIds: ['b', 'a'] }, properties);
    expect(both).toEqual([
      { id: 'a', name: 'Summary', isText: true },
      { id: 'b', name: 'Score', isText: false },
    ]);
    expect(checkedOutputs({ kind: 'body', where: 'end' }, properties)).toMatchObject([{ id: BODY_OUTPUT }]);
  });

  it('leave nothing behind when the last one is taken away', () => {
    const set = changeChecks(changeChecks(options, 'a', { longest: 9 }), 'a', { unique: true });
    expect(set.checks).toEqual({ a: { longest: 9, unique: true } });
    expect(countChecks(set, checkedOutputs(set.output, properties))).toBe(2);
    const none = changeChecks(changeChecks(set, 'a', { longest: undefined }), 'a', { unique: undefined });
    expect(none).toEqual(options);
  });

  it('say which of them no answer could pass, for the present output alone', () => {
    expect(checksProblem({ ...options, checks: { a: { mustMatch: '(' } } }, properties)).toBe('mustMatch');
    expect(checksProblem({ ...options, checks: { a: { shortest: 9, longest: 3 } } }, properties)).toBe('lengths');
    expect(checksProblem({ ...options, checks: { b: { mustMatch: '(' } } }, properties)).toBeUndefined();
  });
});
