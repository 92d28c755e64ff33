import { RECORDED_GEMINI_REFUSALS, RECORDED_REFUSALS, type RecordedAnswer } from './recorded-refusals.ts';
import { RECORDED_GEMINI_STREAMS, RECORDED_STREAMS } from './recorded-streams.ts';

/** The forms in which servers that speak OpenAI's language answer. */
const OPENAI = { ...RECORDED_REFUSALS, ...RECORDED_STREAMS };
const GEMINI = { ...RECORDED_GEMINI_REFUSALS, ...RECORDED_GEMINI_STREAMS };

export type RecordedName = keyof typeof OPENAI | `gemini:${keyof typeof GEMINI}`;

export function recordedAnswer(name: RecordedName): RecordedAnswer {
  return name.startsWith('gemini:')
    ? GEMINI[name.slice('gemini:'.length) as keyof typeof GEMINI]
    : OPENAI[name as keyof typeof OPENAI];
}
