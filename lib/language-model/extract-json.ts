/**
 * The JSON object of an answer, also when the model put a fence, a sentence or thoughts around it. The caller checks it against
 * its schema. Undefined when there is none.
 */
export function extractJsonObject(answer: string): Readonly<Record<string, unknown>> | undefined {
  const text = answer.replace(/^\s*<think>[\s\S]*?<\/think>/u, '').trim();
  return parseObject(text) ?? firstObject(text);
}

/** Tries each `{` with the `}` that balances it, outside of strings. */
function firstObject(text: string): Readonly<Record<string, unknown>> | undefined {
  for (
    let start = text.indexOf('{'), tries = 0;
    start >= 0 && tries < 20;
    start = text.indexOf('{', start + 1), tries += 1
  ) {
    const end = balancedEnd(text, start);
    const found = end === undefined ? undefined : parseObject(text.slice(start, end + 1));
    if (found) return found;
  }
  return undefined;
}

function balancedEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && (depth -= 1) === 0) return index;
  }
  return undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // not JSON: the caller asks for a repair
  }
}
