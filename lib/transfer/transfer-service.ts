/** Export and import of everything a person made. An import is applied as a whole or not at all. */
import type { Connection } from '../connections/connection.ts';
import type { StoredConnections } from '../connections/connections-store.ts';
import type { HandlersFor, ResponseOf } from '../shared/command.ts';
import type { StoredKeepFilled } from '../keep-filled/keep-filled-store.ts';
import { mergePrompts } from '../prompt-library/saved-prompts-service.ts';
import type { SavedPrompt } from '../prompt-library/saved-prompt.ts';
import { requireBaseUrl } from '../language-model/base-url.ts';
import { engineOrigin, secretOrigins, secretsOfOtherHosts } from '../settings/engine-origin.ts';
import { cleanPastedKeys } from '../settings/pasted-key.ts';
import type { StoredSecrets } from '../settings/secret-store.ts';
import type { SecretTexts, SecretVault } from '../settings/secret-vault.ts';
import { SECRET_NAMES } from '../settings/settings-schema.ts';
import type { SecretName, Settings } from '../settings/settings.ts';
import type { StoredIntegration } from '../settings/integration-store.ts';
import type { Clock } from '../shared/clock.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { planChange, updateTogether } from '../storage/update-together.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { ImportChoice, ImportSummary } from './import-choice.ts';
import { readTransferFile, writeTransferFile, type TransferContents } from './transfer-file.ts';
import type { TransferCommands } from './transfer-commands.ts';

export interface TransferServiceDeps {
  /** The one that holds all of them. */
  readonly store: KeyValueStore;
  readonly settings: VersionedValue<Settings>;
  readonly secrets: VersionedValue<StoredSecrets>;
  readonly integration: VersionedValue<StoredIntegration>;
  readonly prompts: VersionedValue<readonly SavedPrompt[]>;
  readonly connections: VersionedValue<StoredConnections>;
  readonly keepFilled: VersionedValue<StoredKeepFilled>;
  readonly vault: SecretVault;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

export class TransferService {
  readonly #deps: TransferServiceDeps;
  readonly handlers: HandlersFor<TransferCommands> = {
    'settings.export': ({ includeKeys, passphrase }) => this.export(includeKeys, passphrase),
    'settings.inspectImport': ({ json }) => this.inspect(json),
    'settings.import': ({ json, take }) => this.import(json, take),
  };

  constructor(deps: TransferServiceDeps) {
    this.#deps = deps;
  }

  /** With keys, a set passphrase has to be entered again. Throws `locked` when it does not fit, or while keys are locked. */
  async export(includeKeys: boolean, passphrase?: string): Promise<{ fileName: string; json: string }> {
    const { settings, prompts, connections, keepFilled, vault, clock } = this.#deps;
    if (includeKeys) await vault.confirm(passphrase);
    const exportedAt = new Date(clock.now()).toISOString();
    const json = writeTransferFile({
      exportedAt,
      settings: await settings.read(),
      prompts: await prompts.read(),
      connections: (await connections.read()).connections,
      keepFilled: await keepFilled.read(),
      ...(includeKeys && { keys: await this.#readKeys() }),
    });
    return { fileName: `visen-${exportedAt.slice(0, 10)}.json`, json };
  }

  /** What a file would change, for the person to choose from. Changes nothing; throws what `import` throws of the file. */
  async inspect(json: string): Promise<ImportSummary> {
    const { exportedAt, settings, prompts, connections, keys } = readTransferFile(json);
    const instructions = settings?.systemInstructions.trim() ?? '';
    const names = Object.keys(cleanPastedKeys(keys ?? {})) as SecretName[];
    return {
      exportedAt,
      ...(settings && { settings: settingsSummary(settings) }),
      ...(instructions !== '' && { systemInstructions: instructions }),
      ...(prompts && prompts.length > 0 && { prompts: prompts.map(({ name }) => name) }),
      ...(connections && connections.length > 0 && { connections: connections.map(({ name }) => name) }),
      ...(names.length > 0 && { keys: names }),
    };
  }

  /**
   * Takes the chosen parts of a file. Settings are replaced (their instructions only when those are chosen too), prompts and
   * connections added; a connection of the same id is replaced if the file's is newer.
   */
  async import(json: string, take: ImportChoice): Promise<ResponseOf<TransferCommands, 'settings.import'>> {
    const file = chosen(readTransferFile(json), take);
    const { store, settings, secrets, prompts, connections, keepFilled, vault, integration, newId } = this.#deps;
    if (file.settings?.baseUrl) requireBaseUrl(file.settings.baseUrl);
    const keys = cleanPastedKeys(file.keys ?? {});
    const before = await settings.read();
    const next = withImported(before, file.settings, take);
    const origins = secretOrigins(next.baseUrl);
    // As on Save: a key stays with the host it was saved for.
    const keyChanges: SecretTexts = { ...secretsOfOtherHosts(before.baseUrl, next.baseUrl), ...keys };
    let addedPrompts = 0;
    let addedConnections = 0;
    await updateTogether(store, [
      planChange(settings, (stored) => withImported(stored, file.settings, take)),
      planChange(secrets, (stored) =>
        Object.keys(keyChanges).length === 0 ? stored : vault.apply(stored, keyChanges, origins),
      ),
      planChange(prompts, (stored) => {
        const merged = mergePrompts(stored, file.prompts ?? [], newId);
        addedPrompts = merged.length - stored.length;
        return merged;
      }),
      planChange(connections, (stored) => {
        const merged = mergeConnections(stored.connections, file.connections ?? []);
        addedConnections = merged.taken;
        return { ...stored, connections: merged.connections };
      }),
      planChange(keepFilled, (stored) => withNew(stored, file.keepFilled ?? [])),
    ]);
    if (keys.notion !== undefined) await integration.update(({ integration: _old, ...rest }) => rest);
    return {
      settings: next !== before,
      prompts: addedPrompts,
      connections: addedConnections,
      keys: Object.keys(keys).length,
    };
  }

  async #readKeys(): Promise<Partial<Record<SecretName, string>>> {
    const origins = secretOrigins((await this.#deps.settings.read()).baseUrl);
    const keys: Partial<Record<SecretName, string>> = {};
    for (const name of SECRET_NAMES) {
      const key = await this.#deps.vault.read(name, origins[name]);
      if (key !== undefined) keys[name] = key;
    }
    return keys;
  }
}

/** What a file holds of what was chosen. Its settings stay in it where any part of them was. */
function chosen(file: TransferContents, take: ImportChoice): TransferContents {
  const { settings, prompts, connections, keepFilled, keys } = file;
  return {
    exportedAt: file.exportedAt,
    ...(settings && (take.settings || take.systemInstructions) && { settings }),
    ...(prompts && take.prompts && { prompts }),
    ...(connections && take.connections && { connections }),
    ...(keepFilled && take.connections && { keepFilled }),
    ...(keys && take.keys && { keys }),
  };
}

function withImported(stored: Settings, imported: Settings | undefined, take: ImportChoice): Settings {
  if (imported === undefined) return stored;
  const base = take.settings ? imported : stored;
  return { ...base, systemInstructions: (take.systemInstructions ? imported : stored).systemInstructions };
}

/** Where texts and keys would go from now on. */
function settingsSummary(settings: Settings): NonNullable<ImportSummary['settings']> {
  const origin = engineOrigin(settings.engine, settings.baseUrl);
  return { engine: settings.engine, ...(origin !== undefined && { host: new URL(origin).host }) };
}

function mergeConnections(
  present: readonly Connection[],
  imported: readonly Connection[],
): { connections: readonly Connection[]; taken: number } {
  const byId = new Map(present.map((connection) => [connection.id, connection]));
  let taken = 0;
  for (const connection of imported) {
    const known = byId.get(connection.id);
    if (known !== undefined && known.updatedAt >= connection.updatedAt) continue;
    byId.set(connection.id, connection);
    taken += 1;
  }
  return { connections: [...byId.values()], taken };
}

/** What is set here stays, and what is on stays on: a file only adds. */
function withNew(stored: StoredKeepFilled, imported: StoredKeepFilled): StoredKeepFilled {
  const known = new Set(stored.map(({ connectionId }) => connectionId));
  return [...stored, ...imported.filter(({ connectionId }) => !known.has(connectionId))];
}
