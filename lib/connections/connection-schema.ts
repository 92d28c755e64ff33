/** What a connection must look like when it comes from storage, a message or a file. */
import * as v from 'valibot';

import {
  generationOptionsSchema,
  rowSelectionSchema,
  rowTicksSchema,
  targetSchema,
} from '../run-request/run-request-schemas.ts';
import { amountSchema as amount, idSchema, momentSchema, shortTextSchema as shortText } from '../shared/bounded.ts';
import type { Connection } from './connection.ts';

/** Columns that were shown or hidden, by property id. */
export const columnsSchema = v.record(v.pipe(v.string(), v.maxLength(200)), v.boolean());

export const connectionSchema: v.GenericSchema<unknown, Connection> = v.object({
  id: idSchema,
  name: shortText,
  target: targetSchema,
  workspaceId: v.pipe(v.string(), v.maxLength(200)),
  workspaceName: shortText,
  options: generationOptionsSchema,
  selection: v.exactOptional(rowSelectionSchema),
  ticks: v.exactOptional(rowTicksSchema),
  columns: v.exactOptional(columnsSchema),
  outdated: v.exactOptional(amount),
  createdAt: momentSchema,
  updatedAt: momentSchema,
  lastRun: v.exactOptional(v.object({ runId: idSchema, at: momentSchema, state: shortText })),
  stats: v.object({ rowsDone: amount, rowsFailed: amount, prompts: amount, tokens: amount, cost: amount }),
});
