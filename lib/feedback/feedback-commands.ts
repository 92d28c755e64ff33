/** Commands of feedback. */
import * as v from 'valibot';

import { nothingSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';

export interface FeedbackCommands {
  'feedback.send': {
    request: { kind: 'idea' | 'problem' | 'praise'; message: string; diagnostics?: string };
    response: { state: 'sent' | 'queued' };
  };
  'feedback.diagnostics': { request: Record<string, never>; response: { text: string; available: boolean } };
}

export const FEEDBACK_SCHEMAS: SchemasFor<FeedbackCommands> = {
  'feedback.send': v.object({
    kind: v.picklist(['idea', 'problem', 'praise']),
    message: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000)),
    diagnostics: v.exactOptional(v.pipe(v.string(), v.maxLength(20_000))),
  }),
  'feedback.diagnostics': nothingSchema,
};
