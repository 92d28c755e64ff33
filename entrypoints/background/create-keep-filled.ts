import { browser } from '../../lib/adapters/browser/browser.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import type { IndexedDbRunStore } from '../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { KeepFilledService } from '../../lib/keep-filled/keep-filled-service.ts';
import { requireConfirmed } from '../../lib/mirror/changed-prompts.ts';
import type { ServiceAccess } from '../../lib/settings/service-access.ts';
import type { SettingsService } from '../../lib/settings/settings-service.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { createRuns } from './create-runs.ts';
import type { StoredValues } from './stored-values.ts';

/** Wakes the worker for the next look. */
export const KEEP_FILLED_ALARM = 'visen-keep-filled';
/** Chrome gives no alarm sooner: https://developer.chrome.com/docs/extensions/reference/api/alarms */
const SOONEST_ALARM_MS = 30_000;

interface CreateKeepFilledDeps {
  readonly values: StoredValues;
  readonly store: IndexedDbRunStore;
  readonly access: ServiceAccess;
  readonly settings: SettingsService;
  readonly runs: ReturnType<typeof createRuns>;
  readonly reportDefect: (where: string, error: unknown) => void;
}

export function createKeepFilled(deps: CreateKeepFilledDeps): KeepFilledService {
  const { values, store, access, settings, runs, reportDefect } = deps;
  return new KeepFilledService({
    stored: values.keepFilled,
    connections: values.connections,
    store,
    workspaceFor: async (connection, isAsked) => {
      const { workspaceId } = await settings.requireIntegration();
      if (workspaceId !== connection.workspaceId)
        throw new AppError('target-other-workspace', 'never', { details: { workspace: connection.workspaceName } });
      return access.workspace(isAsked ? 'interactive' : 'background');
    },
    allowPrompt: async (prompt) => requireConfirmed((await values.mirror.read()).changedPrompts, prompt),
    startRun: (id, request, connectionId) => runs.service.startAutomatic({ id, request, connectionId }),
    controlRun: async (runId, action) => void (await runs.service.control({ runId, action })),
    estimate: (request, rows, sample) => runs.handlers['runs.estimate']({ request, rows, sample }),
    clock: systemClock,
    keepAlive: runs.keepAlive,
    newId: () => crypto.randomUUID(),
    wakeAt: (time) =>
      void browser.alarms.create(KEEP_FILLED_ALARM, { when: Math.max(time, systemClock.now() + SOONEST_ALARM_MS) }),
    onDefect: (error) => reportDefect('keep-filled', error),
  });
}
