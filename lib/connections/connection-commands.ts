/** Commands of saved connections. */
import * as v from 'valibot';

import type { GenerationOptions } from '../run-request/generation-options.ts';
import type { RowSelection, RowTicks } from '../run-request/row-selection.ts';
import {
  generationOptionsSchema,
  rowSelectionSchema,
  rowTicksSchema,
  targetSchema,
} from '../run-request/run-request-schemas.ts';
import type { Target } from '../run-request/target.ts';
import { idSchema, shortTextSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import { columnsSchema } from './connection-schema.ts';
import type { Connection } from './connection.ts';

export interface ConnectionCommands {
  'connections.save': {
    request: {
      id: string;
      name: string;
      target: Target;
      options?: GenerationOptions;
      selection?: RowSelection;
      ticks?: RowTicks;
      columns?: Readonly<Record<string, boolean>>;
      outdated?: number;
    };
    response: Connection;
  };
  'connections.delete': { request: { id: string }; response: { deleted: boolean } };
  'connections.restore': { request: { id: string }; response: Connection };
  'connections.duplicate': { request: { id: string; newId: string }; response: Connection };
}

export const CONNECTION_SCHEMAS: SchemasFor<ConnectionCommands> = {
  'connections.save': v.object({
    id: idSchema,
    name: shortTextSchema,
    target: targetSchema,
    options: v.exactOptional(generationOptionsSchema),
    selection: v.exactOptional(rowSelectionSchema),
    ticks: v.exactOptional(rowTicksSchema),
    columns: v.exactOptional(columnsSchema),
    outdated: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
  }),
  'connections.delete': v.object({ id: idSchema }),
  'connections.restore': v.object({ id: idSchema }),
  'connections.duplicate': v.object({ id: idSchema, newId: idSchema }),
};
