import { extractJsonObject } from './extract-json.ts';

/**
 * The JSON object of a model's answer, also with fences, a preamble, or commas before a closing bracket, which local models
 * leave. Undefined when there is none. Nothing is ever evaluated.
 */
export function parseTolerantJson(answer: string): Readonly<Record<string, unknown>> | undefined {
  return extractJsonObject(answer) ?? extractJsonObject(withoutTrailingCommas(answer));
}

/** Drops commas that only white space parts from `}` or `]`, outside of strings. */
function withoutTrailingCommas(text: string): string {
  let result = '';
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (isInString && character === '\\') {
      result += character + text.charAt(index + 1);
      index += 1;
      continue;
    }
    if (character === '"') isInString = !isInString;
    if (!isInString && character === ',' && /^\s*[}\]]/.test(text.slice(index + 1, index + 200))) continue;
    result += character;
  }
  return result;
}
