import { writeDemoAnswer } from './demo-writer.ts';
import type { AnswerRequest } from './answer-request.ts';

export interface Answer {
  readonly text: string;
  /** Exact pieces to stream; else the text is cut into words. */
  readonly chunks?: readonly string[];
  readonly refusal?: string;
  /** The web was not searched, although it might have been. */
  readonly isUnsearched?: boolean;
}

export interface AnswerScript {
  take(request: AnswerRequest): Answer | undefined;
  push(...answers: ScriptedAnswer[]): void;
  pending(): number;
}

/** A text, exact chunks, or a function of the request. */
export type ScriptedAnswer = string | readonly string[] | ((request: AnswerRequest) => string);

/** Answers for tests, each used once, in order. When they are used up the demo writer writes. */
export function scriptAnswers(...initial: ScriptedAnswer[]): AnswerScript {
  const queue: ScriptedAnswer[] = [...initial];
  return {
    take(request) {
      const next = queue.shift();
      if (next === undefined) return undefined;
      if (typeof next === 'string') return { text: next };
      if (typeof next === 'function') return { text: next(request) };
      return { text: next.join(''), chunks: next };
    },
    push: (...answers) => void queue.push(...answers),
    pending: () => queue.length,
  };
}

/** The scripted answer if there is one, else the demo writer's. */
export function answerFor(request: AnswerRequest, script: AnswerScript, now: number): Answer {
  return script.take(request) ?? { text: writeDemoAnswer(request, now) };
}

/** Cuts a text into chunks of one to three words, as models stream. Joined again they are the text. */
export function chunkWords(text: string): string[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+/gu) ?? (text === '' ? [] : [text]);
  // Text without spaces (Japanese, Chinese) still has to arrive in pieces.
  const pieces = words.flatMap((word) => (word.length > 24 ? (word.match(/[\s\S]{1,8}/gu) ?? [word]) : [word]));
  const chunks: string[] = [];
  for (let index = 0, size = 1; index < pieces.length; index += size, size = (size % 3) + 1) {
    chunks.push(pieces.slice(index, index + size).join(''));
  }
  return chunks;
}

/** Four characters a token; close enough for a bill in a sandbox. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);
