import { createAlarmWakeup } from '../../lib/adapters/browser/alarm-wakeup.ts';
import { createKeepAlive } from '../../lib/adapters/browser/keep-alive.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import { IndexedDbContextStore } from '../../lib/adapters/indexed-db/indexed-db-context-store.ts';
import type { IndexedDbRunStore } from '../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import type { ConnectionsService } from '../../lib/connections/connections-service.ts';
import { composeRuns } from './compose-runs.ts';
import type { RunsDeps } from './compose-runs.ts';
import type { NotionWindow } from '../../lib/runs/estimate-time.ts';
import type { ReadRows } from '../../lib/notion/read-rows.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import { EnginePacer } from '../../lib/language-model/engine-limits.ts';
import type { EngineId } from '../../lib/language-model/language-model.ts';
import { cost, type PriceQuestion, searchFees } from '../../lib/language-model/price.ts';
import { PRICES_AS_OF } from '../../lib/language-model/price-table.ts';
import { RunModels } from '../../lib/settings/run-models.ts';
import { serviceOfUrl } from '../../lib/language-model/compatible-services.ts';
import { searchServiceOf } from '../../lib/web-search/search-services.ts';
import { ModelWindows } from '../../lib/settings/model-windows.ts';
import type { ServiceAccess } from '../../lib/settings/service-access.ts';
import type { SettingsService } from '../../lib/settings/settings-service.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { StoredValues } from './stored-values.ts';

export interface CreateRunsDeps {
  readonly values: StoredValues;
  readonly store: IndexedDbRunStore;
  readonly settings: SettingsService;
  readonly access: ServiceAccess;
  readonly notionWindow: () => NotionWindow;
  readonly connections: ConnectionsService;
  readonly readRows: ReadRows;
  readonly reportDefect: (where: string, error: unknown) => void;
}

/** The durable work with everything it needs from this browser. */
export function createRuns(deps: CreateRunsDeps) {
  const keepAlive = createKeepAlive();
  const pacer = new EnginePacer({ session: deps.values.session, clock: systemClock });
  const windows = new ModelWindows(deps.access, systemClock);
  const models = new RunModels({ access: deps.access, settings: deps.values.settings, pacer, windows });
  const runs = composeRuns({
    store: deps.store,
    ports: createPorts(deps, models),
    readRows: deps.readRows,
    mostAtOnce: (engine) => models.mostAtOnce(engine),
    wakeup: createAlarmWakeup(
      systemClock.now,
      () => void runs.pump().catch((error: unknown) => deps.reportDefect('pump', error)),
    ),
    contextStore: new IndexedDbContextStore(systemClock.now),
    keepAlive,
    owner: crypto.randomUUID(),
    random: Math.random,
    onDefect: (error) => deps.reportDefect('run', error),
    workspaceId: async () => (await deps.settings.requireIntegration()).workspaceId,
    resolveEngine: (request) => resolveEngine(deps.access, request),
    ensureConnection: (id, request, target) => deps.connections.ensure(id, request, target),
    connectionNames: () => deps.connections.names(),
    workspaceNow: () => deps.access.workspace(),
    notionWindow: deps.notionWindow,
    pricesAsOf: PRICES_AS_OF,
  });
  return { ...runs, keepAlive };
}

/** Also makes the model once, so that a missing key or permission is told before a run is stored. */
async function resolveEngine(
  access: ServiceAccess,
  { options }: RunRequest,
): Promise<{ engine: string; model: string }> {
  const chosen = await access.resolveModel(options);
  try {
    await access.model(chosen.engine);
  } catch (error) {
    // A run waits for the passphrase and says so.
    if (!(error instanceof AppError) || error.code !== 'locked') throw error;
  }
  return chosen;
}

async function priceQuestion(values: CreateRunsDeps['values'], model: string, engine: string): Promise<PriceQuestion> {
  const { ownPrices, service, baseUrl } = await values.settings.read();
  const { pricePerSearch = 0 } = searchServiceOf(engine, service ?? serviceOfUrl(baseUrl), model) ?? {};
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  return { model, engine: engine as EngineId, today, ownPrices, pricePerSearch };
}

function createPorts({ access, settings, values }: CreateRunsDeps, models: RunModels): RunsDeps['ports'] {
  return {
    clock: systemClock,
    workspaceFor: async (run, purpose) => {
      const { workspaceId, workspaceName } = await settings.requireIntegration();
      if (workspaceId !== run.workspaceId) {
        throw new AppError('target-other-workspace', 'never', { details: { workspace: workspaceName } });
      }
      return access.workspace(purpose ?? 'background');
    },
    writesAsPerson: async () => (await settings.requireIntegration()).kind === 'personal',
    modelFor: (run) => models.modelFor(run),
    priceOf: async (model, engine, usage) => cost(usage, await priceQuestion(values, model, engine)),
    feesOf: async (model, engine, usage) => searchFees(usage, await priceQuestion(values, model, engine)),
    writingSettings: async () => {
      const stored = await values.settings.read();
      const { service, baseUrl } = stored;
      const answering = await models.answering();
      const tokensOf = await models.windowOf();
      return {
        ...stored,
        windowOf: (asked, name) => {
          const { engine, model } = answering(asked, name);
          return tokensOf(engine, model);
        },
        searchOf: (asked, name) => {
          const { engine, model } = answering(asked, name);
          return searchServiceOf(engine, service ?? serviceOfUrl(baseUrl), model);
        },
      };
    },
    newNonce: () => crypto.randomUUID().slice(0, 8),
  };
}
