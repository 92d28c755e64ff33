import * as v from 'valibot';

import { generationOptionsEntries } from '../connections/connection-schema.ts';
import type { Draft } from './protocol.ts';

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
