import type { EngineId } from '../../lib/language-model/language-model.ts';
import { INTEGRATION_VALUE } from '../../lib/settings/integration-store.ts';
import { SECRETS_VALUE } from '../../lib/settings/secret-store.ts';
import { SecretVault } from '../../lib/settings/secret-vault.ts';
import { ServiceAccess } from '../../lib/settings/service-access.ts';
import type { ModelAccess } from '../../lib/settings/service-access.ts';
import { SettingsService } from '../../lib/settings/settings-service.ts';
import { SETTINGS_VALUE } from '../../lib/settings/settings-store.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import { VersionedValue } from '../../lib/storage/versioned-value.ts';
import { createFakeNotionWorkspace } from './fake-notion-workspace.ts';
import { createManualClock } from './manual-clock.ts';
import { createMemoryDeviceKey } from './memory-device-key.ts';
import { createMemoryKeyValueStore } from './memory-key-value-store.ts';
import { createScriptedLanguageModel } from './scripted-language-model.ts';

/** Settings with everything they stand on, in memory. */
export function createSettingsWorld() {
  const clock = createManualClock();
  const store = createMemoryKeyValueStore();
  const session = createMemoryKeyValueStore();
  const deviceKey = createMemoryDeviceKey();
  const notion = createFakeNotionWorkspace({ now: () => clock.now() });
  const model = createScriptedLanguageModel({ clock });
  const settings = new VersionedValue(store, SETTINGS_VALUE);
  const secrets = new VersionedValue(store, SECRETS_VALUE);
  const integration = new VersionedValue(store, INTEGRATION_VALUE);
  const vault = new SecretVault({ stored: secrets, session, deviceKey, crypto, clock });
  const deniedHosts = new Set<string>();
  const tokens: string[] = [];
  const models: { engine: EngineId; access: ModelAccess }[] = [];
  const access = new ServiceAccess({
    settings,
    vault,
    hostAccess: { has: async (pattern) => !deniedHosts.has(pattern) },
    createWorkspace: (token) => {
      tokens.push(token);
      return notion;
    },
    onNotionFailure: (error) => void service.noteNotionFailure(toFailure(error)),
    createModel: (engine, modelAccess) => {
      models.push({ engine, access: modelAccess });
      return model;
    },
  });
  const world = { unlocked: 0 };
  const service: SettingsService = new SettingsService({
    store,
    settings,
    secrets,
    integration,
    vault,
    access,
    clock,
    onUnlocked: () => world.unlocked++,
  });
  return {
    ...world,
    clock,
    store,
    session,
    deviceKey,
    notion,
    model,
    settings,
    secrets,
    integration,
    vault,
    access,
    service,
    deniedHosts,
    tokens,
    models,
  };
}
