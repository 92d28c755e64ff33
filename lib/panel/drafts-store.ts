import * as v from 'valibot';

import { generationOptionsEntries } from '../connections/connection-schema.ts';
import type { Draft } from '../messaging/protocol.ts';
import type { ValueDefinition } from '../storage/versioned-value.ts';

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

/** By page id. */
export type StoredDrafts = Readonly<Record<string, { readonly draft: Draft; readonly savedAt: number }>>;

export const DRAFTS_VALUE: ValueDefinition<StoredDrafts> = {
  key: 'drafts',
  version: 1,
  schema: v.record(v.string(), v.object({ draft: draftSchema, savedAt: v.number() })),
  initial: {},
  migrations: {},
};
