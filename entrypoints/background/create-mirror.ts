import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import type { KeepFilledService } from '../../lib/keep-filled/keep-filled-service.ts';
import { mirroredLooks } from '../../lib/keep-filled/mirrored-looks.ts';
import { MirrorService } from '../../lib/mirror/mirror-service.ts';
import { createOutputLabels } from '../../lib/mirror/output-label.ts';
import type { ServiceAccess } from '../../lib/settings/service-access.ts';
import type { StoredValues } from './stored-values.ts';

/** The mirror over what is stored here and the workspace of the stored token. */
export function createMirror(
  values: StoredValues,
  access: ServiceAccess,
  keepFilled: KeepFilledService,
): MirrorService {
  const workspace = (priority: 'interactive' | 'background' = 'background') => access.workspace(priority);
  const labels = createOutputLabels(() => workspace());
  return new MirrorService({
    stored: values.mirror,
    connections: values.connections,
    settings: values.settings,
    workspace,
    integration: async () => (await values.integration.read()).integration,
    keepFilled: async () => mirroredLooks(await keepFilled.list()),
    outputLabel: (connection) => labels.of(connection),
    clock: systemClock,
  });
}
