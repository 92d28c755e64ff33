import { RECORDED_GEMINI_REFUSALS, RECORDED_REFUSALS, type RecordedAnswer } from './recorded-refusals.ts';
import { RECORDED_STREAMS } from './recorded-streams.ts';

export type RecordedName =
  keyof typeof RECORDED_REFUSALS | keyof typeof RECORDED_GEMINI_REFUSALS | keyof typeof RECORDED_STREAMS;

const RECORDED: Readonly<Record<RecordedName, RecordedAnswer>> = {
  ...RECORDED_REFUSALS,
  ...RECORDED_GEMINI_REFUSALS,
  ...RECORDED_STREAMS,
};

export const recordedAnswer = (name: RecordedName): RecordedAnswer => RECORDED[name];
