/** Sends what a person has to say to the address of the build; what could not be sent is kept and tried again. */
import * as v from 'valibot';

import type { HandlersFor, RequestOf } from '../shared/command.ts';
import { AppError, toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { ValueDefinition, VersionedValue } from '../storage/versioned-value.ts';
import type { FeedbackCommands } from './feedback-commands.ts';

const feedbackSchema = v.object({
  /** Lets the receiver drop a second copy when an answer was lost. */
  id: v.string(),
  kind: v.picklist(['idea', 'problem', 'praise']),
  message: v.string(),
  diagnostics: v.exactOptional(v.string()),
  writtenAt: v.string(),
});
export type Feedback = v.InferOutput<typeof feedbackSchema>;

export const FEEDBACK_VALUE: ValueDefinition<readonly Feedback[]> = {
  key: 'feedback',
  version: 1,
  schema: v.array(feedbackSchema),
  initial: [],
  migrations: {},
};

export interface FeedbackServiceDeps {
  /** Where this build sends feedback; absent: nowhere, and the view offers Copy and Save as file. */
  readonly url?: string;
  /** POSTs JSON. Throws AppError: retry `later` keeps it for another time, `never` gives it back to the person. */
  readonly post: (url: string, body: Feedback) => Promise<void>;
  readonly stored: VersionedValue<readonly Feedback[]>;
  readonly diagnostics: () => Promise<string>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

const MAX_KEPT = 50;

export class FeedbackService {
  readonly #deps: FeedbackServiceDeps;
  readonly #enqueue = createSerialQueue();
  readonly handlers: HandlersFor<FeedbackCommands> = {
    'feedback.send': (request) => this.send(request),
    'feedback.diagnostics': async () => ({
      text: await this.#deps.diagnostics(),
      available: this.#deps.url !== undefined,
    }),
  };

  constructor(deps: FeedbackServiceDeps) {
    this.#deps = deps;
  }

  async send({
    kind,
    message,
    diagnostics,
  }: RequestOf<FeedbackCommands, 'feedback.send'>): Promise<{ state: 'sent' | 'queued' }> {
    const { stored, clock, newId, url } = this.#deps;
    if (url === undefined)
      throw new AppError('message-refused', 'never', { details: { reason: 'no-feedback-address' } });
    const feedback: Feedback = {
      id: newId(),
      kind,
      message,
      ...(diagnostics !== undefined && { diagnostics }),
      writtenAt: new Date(clock.now()).toISOString(),
    };
    // Stored first: a worker that is stopped while it sends loses nothing.
    await stored.update((kept) => [...kept, feedback].slice(-MAX_KEPT));
    const failure = await this.#sendKept(feedback.id);
    if (failure !== undefined && failure.retry === 'never') {
      await this.#drop(feedback.id);
      throw failure;
    }
    return { state: failure === undefined ? 'sent' : 'queued' };
  }

  /** Tries what was kept. Call it when the background starts and when the network is back. */
  async retry(): Promise<void> {
    for (const { id } of await this.#deps.stored.read()) {
      const failure = await this.#sendKept(id);
      if (failure?.retry === 'never') await this.#drop(id);
      else if (failure !== undefined) return;
    }
  }

  /** One at a time, so that a retry and a click never send the same one twice. */
  #sendKept(id: string): Promise<AppError | undefined> {
    return this.#enqueue(async () => {
      const { url, post, stored } = this.#deps;
      const feedback = (await stored.read()).find((kept) => kept.id === id);
      if (feedback === undefined || url === undefined) return undefined;
      try {
        await post(url, feedback);
        await this.#drop(id);
        return undefined;
      } catch (error) {
        return error instanceof AppError
          ? error
          : new AppError('internal', 'later', { details: { ...toFailure(error).details } });
      }
    });
  }

  async #drop(id: string): Promise<void> {
    await this.#deps.stored.update((kept) => kept.filter((feedback) => feedback.id !== id));
  }
}
