/** Settings as a person sees and changes them. Keys come in here and go to the vault; nothing here gives one back. */
import { requireBaseUrl } from '../language-model/base-url.ts';
import type { EngineId, ModelInfo } from '../language-model/language-model.ts';
import { parseFields, parseHeaders } from '../language-model/server-extras.ts';
import { defaultModel, enrichModels } from '../language-model/model-catalog.ts';
import type { HandlersFor, RequestOf, ResponseOf } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { CheckResult, SettingsCommands } from './settings-commands.ts';
import { parseNotionUrl } from '../notion/page-id.ts';
import { AppError, toFailure } from '../shared/app-error.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { Emitter } from '../shared/emitter.ts';
import { withTimeLimit } from '../shared/with-time-limit.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { planChange, updateTogether } from '../storage/update-together.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import { secretOrigins, secretsOfOtherHosts } from './engine-origin.ts';
import type { StoredIntegration } from './integration-store.ts';
import { cleanPastedKey, cleanPastedKeys } from './pasted-key.ts';
import type { StoredSecrets } from './secret-store.ts';
import type { SecretVault } from './secret-vault.ts';
import type { ServiceAccess } from './service-access.ts';
import type { Integration } from '../notion/integration.ts';
import type { Settings, SettingsView } from './settings.ts';
import { toSettingsView } from './settings-view.ts';

export interface SettingsServiceDeps {
  /** The one that holds settings and secrets. */
  readonly store: KeyValueStore;
  readonly settings: VersionedValue<Settings>;
  readonly secrets: VersionedValue<StoredSecrets>;
  readonly integration: VersionedValue<StoredIntegration>;
  readonly vault: SecretVault;
  readonly access: ServiceAccess;
  readonly clock: Clock;
  /** Called after a passphrase was entered: what waited for it goes on. */
  readonly onUnlocked: () => void;
}

const SLOW_AFTER_MS = 3_000;
const GIVE_UP_AFTER_MS = 30_000;
const LONGEST_MODEL_NAME = 500;

export class SettingsService {
  readonly #deps: SettingsServiceDeps;
  readonly #locks = new Emitter();
  readonly handlers: HandlersFor<Omit<SettingsCommands, 'settings.clear'>> = {
    'settings.save': (request) => this.save(request),
    'settings.testNotion': ({ token }) => this.testNotion(token),
    'settings.testEngine': (request) => this.testEngine(request),
    'settings.setPassphrase': ({ passphrase, current }) => this.setPassphrase(passphrase, current),
    'settings.lock': () => this.lock(),
    'settings.unlock': ({ passphrase }) => this.unlock(passphrase),
    'models.list': (request) => this.listModels(request),
  };
  readonly topic: TopicSource<SettingsView> = {
    read: () => this.view(),
    subscribe: (changed) => {
      const { settings, secrets, integration } = this.#deps;
      const ends = [settings, secrets, integration].map((value) => value.subscribe(changed));
      ends.push(this.#locks.subscribe(changed));
      return () => ends.forEach((end) => end());
    },
  };

  constructor(deps: SettingsServiceDeps) {
    this.#deps = deps;
  }

  async view(): Promise<SettingsView> {
    const { settings: stored, secrets, integration: known, vault } = this.#deps;
    const settings = await stored.read();
    const { integration } = await known.read();
    const views = await vault.views(secretOrigins(settings.baseUrl));
    const problems = [stored, secrets, known].flatMap(({ problem }) => problem ?? []);
    const view = toSettingsView(settings, views, integration, await vault.lockState(), problems);
    const forgotten = await vault.forgotten();
    return forgotten.length === 0 ? view : { ...view, forgotten };
  }

  /** Stores all of it or, when anything is wrong, nothing. Checking a key against its service is a command of its own. */
  async save({ settings: change, secrets }: RequestOf<SettingsCommands, 'settings.save'>): Promise<SettingsView> {
    const { settings, integration, vault } = this.#deps;
    const before = await settings.read();
    const next = normalise({ ...before, ...change }, change);
    const keys = cleanPastedKeys(secrets);
    const origins = secretOrigins(next.baseUrl);
    const keyChanges = { ...secretsOfOtherHosts(before.baseUrl, next.baseUrl), ...keys };
    await updateTogether(this.#deps.store, [
      planChange(settings, (stored) => normalise({ ...stored, ...change }, change)),
      planChange(this.#deps.secrets, (stored) => vault.apply(stored, keyChanges, origins)),
    ]);
    if (keys.notion !== undefined) await integration.update(({ integration: _old, ...rest }) => rest);
    return this.view();
  }

  /** Without a token: the stored one, and who it speaks for is remembered. */
  async testNotion(typed?: string): Promise<CheckResult> {
    return this.#check(async (signal) => {
      const { access, integration } = this.#deps;
      const isStored = typed === undefined || typed.trim() === '' || (await this.#isStoredToken(typed));
      const workspace = await access.workspace('interactive', isStored ? undefined : typed);
      try {
        const found = await workspace.whoAmI(signal);
        if (isStored) await integration.update(() => ({ integration: found, lastWorkspaceId: found.workspaceId }));
        return { workspaceName: found.workspaceName, integrationName: found.integrationName };
      } catch (error) {
        if (isStored) await this.noteNotionFailure(toFailure(error));
        throw error;
      }
    });
  }

  async testEngine({
    engine,
    model: chosen,
    withAnswer,
    ...typed
  }: RequestOf<SettingsCommands, 'settings.testEngine'>): Promise<CheckResult> {
    return this.#check(async (signal) => {
      const model = await this.#deps.access.model(engine, typed);
      const models = this.#usable(engine, await model.listModels(signal));
      const settings = await this.#deps.settings.read();
      const asked = chosen ?? (settings.models[engine] || defaultModel(engine));
      await model.probe?.(signal, withAnswer ? asked : undefined);
      return { modelCount: models.length };
    });
  }

  async listModels({
    engine,
    ...typed
  }: RequestOf<SettingsCommands, 'models.list'>): Promise<ResponseOf<SettingsCommands, 'models.list'>> {
    const { access, clock } = this.#deps;
    const model = await access.model(engine, typed);
    const listed = await withTimeLimit(clock, GIVE_UP_AFTER_MS, (signal) => model.listModels(signal));
    const models = this.#usable(engine, listed);
    return { models, defaultModel: defaultModel(engine) ?? models[0]?.id ?? '' };
  }

  #usable(engine: EngineId, listed: readonly ModelInfo[]): readonly ModelInfo[] {
    // A name that nobody could read is none.
    const named = listed.filter(({ id }) => id.length <= LONGEST_MODEL_NAME);
    return enrichModels(engine, named, new Date(this.#deps.clock.now()).toISOString().slice(0, 10));
  }

  /** The first passphrase forgets the stored keys (see the vault), so nobody is signed in any more. */
  async setPassphrase(passphrase: string | null, current?: string): Promise<SettingsView> {
    const { baseUrl } = await this.#deps.settings.read();
    await this.#deps.vault.setPassphrase(passphrase, secretOrigins(baseUrl), current);
    if ((await this.#deps.vault.forgotten()).includes('notion')) await this.#forgetIntegration();
    this.#locks.emit();
    return this.view();
  }

  async unlock(passphrase: string): Promise<SettingsView> {
    await this.#deps.vault.unlock(passphrase);
    this.#locks.emit();
    this.#deps.onUnlocked();
    return this.view();
  }

  /** Locks the keys now rather than when the browser is closed; what runs waits for the passphrase. */
  async lock(): Promise<SettingsView> {
    await this.#deps.vault.lock();
    this.#locks.emit();
    return this.view();
  }

  /** A token that Notion refused is no sign-in any more. Told of every failure of a Notion call with the stored token. */
  async noteNotionFailure(failure: Failure): Promise<void> {
    if (failure.code === 'notion-token-invalid') await this.#forgetIntegration();
  }

  async #forgetIntegration(): Promise<void> {
    await this.#deps.integration.update((stored) => {
      if (stored.integration === undefined) return stored;
      const { integration: _refused, ...rest } = stored;
      return rest;
    });
  }

  /** Who the stored token speaks for; asks Notion once if that is not known yet. Throws what `workspace` throws. */
  async requireIntegration(): Promise<Integration> {
    const { integration } = await this.#deps.integration.read();
    if (integration !== undefined) return integration;
    const workspace = await this.#deps.access.workspace();
    const found = await withTimeLimit(this.#deps.clock, GIVE_UP_AFTER_MS, (signal) => workspace.whoAmI(signal));
    await this.#deps.integration.update(() => ({ integration: found, lastWorkspaceId: found.workspaceId }));
    return found;
  }

  async #isStoredToken(typed: string): Promise<boolean> {
    const { notion } = secretOrigins('');
    return (await this.#deps.vault.read('notion', notion)) === cleanPastedKey('notion', typed);
  }

  async #check(action: (signal: AbortSignal) => Promise<Partial<CheckResult>>): Promise<CheckResult> {
    const { clock } = this.#deps;
    const start = clock.now();
    try {
      const facts = await withTimeLimit(clock, GIVE_UP_AFTER_MS, action);
      const milliseconds = clock.now() - start;
      return { outcome: milliseconds > SLOW_AFTER_MS ? 'slow' : 'ok', milliseconds, ...facts };
    } catch (error) {
      return { outcome: 'failed', milliseconds: clock.now() - start, failure: toFailure(error) };
    }
  }
}

/** Trims what was typed and refuses addresses that are none; an unchanged one is not judged again. */
function normalise(next: Settings, change: Partial<Settings>): Settings {
  const baseUrl = next.baseUrl.trim();
  if (change.baseUrl !== undefined && baseUrl !== '') requireBaseUrl(baseUrl);
  if (change.moreHeaders !== undefined) parseHeaders(change.moreHeaders);
  if (change.moreFields !== undefined) parseFields(change.moreFields);
  const connectionsDatabaseUrl = next.connectionsDatabaseUrl.trim();
  if (change.connectionsDatabaseUrl !== undefined && connectionsDatabaseUrl !== '') {
    const { kind } = parseNotionUrl(connectionsDatabaseUrl);
    if (kind === 'not-notion')
      throw new AppError('url-not-notion', 'never', { details: { field: 'connectionsDatabaseUrl' } });
    if (kind === 'no-page')
      throw new AppError('url-no-page', 'never', { details: { field: 'connectionsDatabaseUrl' } });
  }
  const models = Object.fromEntries(Object.entries(next.models).map(([engine, model]) => [engine, model.trim()]));
  return {
    ...next,
    baseUrl,
    connectionsDatabaseUrl,
    models: { ...next.models, ...models },
    outputLanguage: next.outputLanguage.trim(),
  };
}
