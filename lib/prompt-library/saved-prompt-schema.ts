import * as v from 'valibot';

import { momentSchema } from '../shared/bounded.ts';
import type { SavedPrompt } from './saved-prompt.ts';

/** A saved prompt as it comes from storage, a message or a file. */
export const savedPromptSchema: v.GenericSchema<unknown, SavedPrompt> = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w:.-]{1,200}$/)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(200_000)),
  builtIn: v.boolean(),
  updatedAt: momentSchema,
});
