/** One schema per command, for what a message may hold. Background only: surfaces do without them. */
import * as v from 'valibot';

import { CONNECTION_SCHEMAS } from '../connections/connection-commands.ts';
import { FEEDBACK_SCHEMAS } from '../feedback/feedback-commands.ts';
import { KEEP_FILLED_SCHEMAS } from '../keep-filled/keep-filled-commands.ts';
import { MIRROR_SCHEMAS } from '../mirror/mirror-commands.ts';
import { NOTION_SCHEMAS } from '../notion-commands/notion-commands.ts';
import { PANEL_SCHEMAS } from '../panel/panel-commands.ts';
import { PLAN_SCHEMAS } from '../plans/plan-commands.ts';
import { PROMPT_SCHEMAS } from '../prompt-library/prompt-commands.ts';
import { RUN_SCHEMAS } from '../runs/run-commands.ts';
import { SETTINGS_SCHEMAS } from '../settings/settings-commands.ts';
import { TRANSFER_SCHEMAS } from '../transfer/transfer-commands.ts';
import type { SchemasFor } from '../shared/command.ts';
import type { Commands, ContentMessage } from './protocol.ts';

export const COMMAND_SCHEMAS: SchemasFor<Commands> = {
  ...CONNECTION_SCHEMAS,
  ...FEEDBACK_SCHEMAS,
  ...KEEP_FILLED_SCHEMAS,
  ...MIRROR_SCHEMAS,
  ...NOTION_SCHEMAS,
  ...PANEL_SCHEMAS,
  ...PLAN_SCHEMAS,
  ...PROMPT_SCHEMAS,
  ...RUN_SCHEMAS,
  ...SETTINGS_SCHEMAS,
  ...TRANSFER_SCHEMAS,
};

/** The only thing a content script may ask. Strict: one member more and it is refused. */
export const contentMessageSchema: v.GenericSchema<unknown, ContentMessage> = v.strictObject({
  type: v.literal('open-panel'),
  pageId: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)),
});
