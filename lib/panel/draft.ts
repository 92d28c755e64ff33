import * as v from 'valibot';

import type { GenerationOptions } from '../run-request/generation-options.ts';
import { generationOptionsEntries } from '../run-request/run-request-schemas.ts';

/** What is typed for a page and not sent yet. */
export interface Draft {
  readonly prompt: string;
  readonly options?: Partial<GenerationOptions>;
}

const { prompt, where, usePageContent, ...optionalEntries } = generationOptionsEntries;

/** A draft as it comes from storage or a message. */
export const draftSchema: v.GenericSchema<unknown, Draft> = v.object({
  prompt,
  options: v.exactOptional(
    v.object({
      ...optionalEntries,
      prompt: v.exactOptional(prompt),
      where: v.exactOptional(where),
      usePageContent: v.exactOptional(usePageContent),
    }),
  ),
});
