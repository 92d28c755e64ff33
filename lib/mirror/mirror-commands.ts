/** Commands of the connections database in Notion. */
import * as v from 'valibot';

import { idSchema, nothingSchema, urlSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import type { MirrorView } from './mirror-view.ts';

export interface MirrorCommands {
  'mirror.create': { request: { parentPageId: string | null }; response: { url: string } };
  'mirror.check': { request: { url: string }; response: MirrorView };
  'mirror.complete': { request: Record<string, never>; response: MirrorView };
  'mirror.sync': { request: Record<string, never>; response: MirrorView };
  /** `use`: the prompt from Notion may be used; else what stood here before comes back. */
  'mirror.decidePrompt': { request: { connectionId: string; use: boolean }; response: MirrorView };
}

export const MIRROR_SCHEMAS: SchemasFor<MirrorCommands> = {
  'mirror.create': v.object({ parentPageId: v.nullable(idSchema) }),
  'mirror.check': v.object({ url: urlSchema }),
  'mirror.complete': nothingSchema,
  'mirror.sync': nothingSchema,
  'mirror.decidePrompt': v.object({ connectionId: idSchema, use: v.boolean() }),
};
