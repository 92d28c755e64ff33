import type { ExtraFields } from '../../language-model/server-extras.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';

/** The API wants a limit with every request; room for a long page, and within what every current model gives. */
const DEFAULT_TOKENS = 32_000;

/**
 * The body of POST /v1/messages. Schemas go into `output_config`; a model without effort is asked again without it.
 * https://docs.anthropic.com/en/api/messages
 */
export function convertToAnthropicRequest(
  request: ModelRequest,
  { isEffortSent, fields }: { readonly isEffortSent: boolean; readonly fields: ExtraFields },
): Readonly<Record<string, unknown>> {
  const { model, system, messages, temperature, effort, json } = request;
  const level = isEffortSent && effort !== undefined ? { effort: effort === 'none' ? 'low' : effort } : {};
  const output = { ...level, ...(json && { format: { type: 'json_schema', schema: json.schema } }) };
  return {
    model,
    max_tokens: request.maxOutputTokens ?? request.defaultOutputTokens ?? DEFAULT_TOKENS,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(system !== '' && { system }),
    // Its scale ends at 1, others' at 2.
    ...(temperature !== undefined && { temperature: Math.min(temperature, 1) }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    ...fields,
  };
}
