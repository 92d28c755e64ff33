/** Errors where an answer was due, with status 200: servers write them in many forms, and each is told apart from a part of an answer. */
import { isRecord } from './completion-parts.ts';
import { errorFields } from './error-body.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The error that an event or a whole answer is, as it came; undefined where it is none. */
export function errorIn(value: unknown): unknown {
  if (Array.isArray(value)) return errorIn(value[0]);
  if (!isRecord(value)) return undefined;
  const { error, choices, errors } = value;
  if (saysSomething(error)) return value;
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  if (isRecord(choice) && saysSomething(choice['error'])) return choice;
  if (Array.isArray(choices) && choices.length > 0) return undefined;
  if (Array.isArray(errors) && errors.length > 0) return { error: errors[0] as unknown };
  return isBareError(value) ? value : undefined;
}

/** `false`, `0`, `{}` and their like stand beside parts of answers, and mean that there is no error; so does `{"code":null}`. */
function saysSomething(error: unknown): boolean {
  if (isRecord(error)) return Object.values(error).some((value) => value !== null && value !== '' && value !== 0);
  if (typeof error === 'number') return error >= 400;
  return Array.isArray(error) ? error.length > 0 : error === true || (typeof error === 'string' && error !== '');
}

/** One without `error` around it: no part of an answer, and it says what went wrong. */
function isBareError(value: Fields): boolean {
  const { object, type, detail, success } = value;
  if (object === 'error' || type === 'error') return true;
  const fields = errorFields(value);
  if (fields.message === '') return false;
  return (
    typeof detail === 'string' ||
    fields.status !== undefined ||
    (fields.code !== '' && !WELL.test(fields.code)) ||
    /error|exception/iu.test(fields.type) ||
    success === false
  );
}

/** Codes by which servers say that nothing is wrong: MiniMax’s `{"status_code":0,"status_msg":"success"}`, `{"code":200,"msg":"ok"}`. */
const WELL = /^(?:0+|2\d\d(?:00)?|ok|success)$/iu;

/**
 * The error that a stream ended with outside its events: llama.cpp wrote `error: {…}`, gateways write the bare JSON. `tail` is the end
 * of the stream as it came; `isAll`: it is the whole stream, and does not begin within an event.
 */
export function strayError(tail: string, isAll: boolean): unknown {
  const lines = tail.split(/\r?\n/u);
  const last = lines.findLastIndex((line) => /^(?:data|event|id|retry)?:/u.test(line));
  const text = lines.slice(last + 1).join('\n');
  // Words in place of a stream.
  if (isAll && last < 0 && /^\p{L}/u.test(text.trim())) return text.trim();
  return errorIn(parse(text.replace(/^\s*error:/u, '').trim()));
}

/** The words of a last event that is no JSON but a sentence, such as `data: Internal Server Error`. */
export function spokenError(tail: string): string | undefined {
  const [, words = ''] = /(?:^|\n)data:[ \t]*([^\r\n]*)\s*$/u.exec(tail) ?? [];
  const plain = words.replace(/^\[error\]:?\s*/iu, '');
  return /^\p{L}/u.test(plain) ? plain : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No error that can be read: the stream just broke off.
  }
}
