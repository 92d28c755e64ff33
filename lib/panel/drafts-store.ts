import * as v from 'valibot';

import { draftSchema } from './draft.ts';
import type { Draft } from './draft.ts';
import type { ValueDefinition } from '../storage/versioned-value.ts';

/** By page id. */
export type StoredDrafts = Readonly<Record<string, { readonly draft: Draft; readonly savedAt: number }>>;

export const DRAFTS_VALUE: ValueDefinition<StoredDrafts> = {
  key: 'drafts',
  version: 1,
  schema: v.record(v.string(), v.object({ draft: draftSchema, savedAt: v.number() })),
  initial: {},
  migrations: {},
};
