import * as v from 'valibot';

import type { ValueDefinition } from '../storage/versioned-value.ts';
import type { Integration } from '../notion/integration.ts';

const integrationSchema: v.GenericSchema<unknown, Integration> = v.object({
  workspaceId: v.string(),
  workspaceName: v.string(),
  integrationName: v.string(),
  kind: v.picklist(['internal', 'personal']),
  checkedAt: v.number(),
});

/** Who the stored token speaks for. Kept while the token works: it is what “signed in” means. */
export interface StoredIntegration {
  readonly integration?: Integration;
  /** The workspace of the last token that worked: counts and connections stay shown when the token is replaced. */
  readonly lastWorkspaceId?: string;
}

export const INTEGRATION_VALUE: ValueDefinition<StoredIntegration> = {
  key: 'integration',
  version: 1,
  schema: v.object({ integration: v.exactOptional(integrationSchema), lastWorkspaceId: v.exactOptional(v.string()) }),
  initial: {},
  migrations: {},
};
