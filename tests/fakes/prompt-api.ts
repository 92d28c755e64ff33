/** Chrome's Prompt API as a script: what it has, what it answers, and what it was asked. */
import type { CreateOptions, PromptApi } from '../../lib/adapters/chrome-built-in/prompt-api.ts';
import type { BuiltInState } from '../../lib/language-model/built-in-model.ts';

export interface PromptScript {
  state: BuiltInState;
  /** Pieces of each answer; an Error ends it, `stall` leaves it open. */
  answer: readonly (string | Error | 'stall')[];
  /** How the download goes. */
  progress: readonly number[];
  createError?: Error;
}

export interface AskedPrompt {
  readonly initial: CreateOptions['initialPrompts'];
  readonly input: string;
  readonly constraint: object | undefined;
  isCancelled: boolean;
}

export function createPromptApi(initial: Partial<PromptScript> = {}) {
  const script: PromptScript = { state: 'available', answer: ['Rivers ', 'flow.'], progress: [], ...initial };
  const asked: AskedPrompt[] = [];
  const sessions = { open: 0 };
  const api: PromptApi = {
    availability: async () => script.state,
    create: async ({ initialPrompts, signal, monitor } = {}) => {
      signal?.throwIfAborted();
      if (script.createError) throw script.createError;
      if (script.state === 'unavailable') throw new DOMException('no model', 'NotSupportedError');
      const target = new EventTarget();
      monitor?.(target);
      for (const loaded of script.progress)
        target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }));
      script.state = 'available';
      sessions.open += 1;
      return {
        destroy: () => void (sessions.open -= 1),
        promptStreaming: (input, options) => {
          const entry: AskedPrompt = {
            initial: initialPrompts,
            input,
            constraint: options.responseConstraint,
            isCancelled: false,
          };
          asked.push(entry);
          const pieces = [...script.answer];
          return new ReadableStream<string>({
            start: (controller) =>
              options.signal.addEventListener('abort', () => {
                entry.isCancelled = true;
                controller.error(new DOMException('aborted', 'AbortError'));
              }),
            pull: (controller) => {
              const piece = pieces.shift();
              if (piece === undefined) controller.close();
              else if (piece === 'stall') return new Promise<void>(() => undefined);
              else if (piece instanceof Error) controller.error(piece);
              else controller.enqueue(piece);
              return undefined;
            },
            cancel: () => void (entry.isCancelled = true),
          });
        },
      };
    },
  };
  return { api, script, asked, sessions };
}
