import { instructionOf } from '../../run-request/asked-text.ts';
import type { GenerationOptions } from '../../run-request/generation-options.ts';
import type { OutputField } from '../../notion/output-schema.ts';
import { buildRowRequest, type BuiltRequest, type RowOutput, type RowPrompt } from '../../prompt/build-request.ts';
import type { RowGiven } from '../../prompt/has-something.ts';
import { promptBase, type RequestInput } from './prepare-request.ts';

/** What one row of a run asks of the model. Also what an estimate counts: it is the same request. */
export function prepareRowRequest(
  input: RequestInput,
  { topic, properties, page }: RowGiven,
  output: RowOutput,
  form: Pick<RowPrompt, 'labels' | 'instructions'> = {},
): BuiltRequest {
  const { examples } = input.run.request;
  return buildRowRequest({
    ...promptBase(input),
    topic,
    properties,
    output,
    ...form,
    ...(examples && { examples }),
    ...(page !== undefined && { content: page }),
  });
}

/** The own instruction of each of several properties, by its name. */
export function instructionsFor(
  fields: readonly OutputField[],
  options: GenerationOptions,
): NonNullable<RowPrompt['instructions']> {
  return fields.map(({ property: { id, name } }) => ({ name, text: instructionOf(options, id) }));
}
