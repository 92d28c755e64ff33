/** Commands of saved prompts. */
import * as v from 'valibot';

import { fileSchema, idSchema, nothingSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import { savedPromptSchema } from './saved-prompt-schema.ts';
import type { SavedPrompt } from './saved-prompt.ts';

export interface PromptCommands {
  'prompts.save': { request: { prompt: SavedPrompt }; response: SavedPrompt };
  'prompts.delete': { request: { id: string }; response: { deleted: boolean } };
  'prompts.import': { request: { json: string }; response: { added: number } };
  'prompts.export': { request: Record<string, never>; response: { fileName: string; json: string } };
}

export const PROMPT_SCHEMAS: SchemasFor<PromptCommands> = {
  'prompts.save': v.object({ prompt: savedPromptSchema }),
  'prompts.delete': v.object({ id: idSchema }),
  'prompts.import': v.object({ json: fileSchema }),
  'prompts.export': nothingSchema,
};
