/** Makes the workspace and the model that the stored settings and keys mean, at each use, so that a change counts at once. */
import { requireBaseUrl } from '../language-model/base-url.ts';
import { type EngineId, ENGINES, needsKey } from '../language-model/engines.ts';
import type { LanguageModel } from '../language-model/language-model.ts';
import { parseFields, parseHeaders, type ExtraFields, type ExtraHeaders } from '../language-model/server-extras.ts';
import { serviceOfUrl, type ServiceId } from '../language-model/compatible-services.ts';
import type { RequestPriority } from '../notion/request-gate.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import { engineOrigin, hostPattern, NOTION_ORIGIN, secretOf } from './engine-origin.ts';
import type { HostAccess } from './engine-origin.ts';
import { lookBefore } from './look-before.ts';
import { observeFailures } from './observe-failures.ts';
import { cleanPastedKey } from './pasted-key.ts';
import type { SecretVault } from './secret-vault.ts';
import type { Settings } from './settings.ts';
import { effectiveChoice } from './engine-set-up.ts';

export interface ModelAccess {
  readonly key?: string;
  readonly baseUrl: string;
  readonly service: ServiceId;
  readonly headers: ExtraHeaders;
  readonly fields: ExtraFields;
}

export interface ServiceAccessDeps {
  readonly settings: VersionedValue<Settings>;
  readonly vault: SecretVault;
  readonly hostAccess: HostAccess;
  readonly createWorkspace: (token: string, priority: RequestPriority) => NotionWorkspace | Promise<NotionWorkspace>;
  /** Told of each failed call with the stored token; a typed one says nothing about it. */
  readonly onNotionFailure: (error: unknown) => void;
  readonly createModel: (engine: EngineId, access: ModelAccess) => LanguageModel | Promise<LanguageModel>;
}

/** What a person typed and has not saved yet; absent: what is stored. */
export interface TypedAccess {
  readonly key?: string;
  readonly baseUrl?: string;
  readonly service?: ServiceId;
  readonly moreHeaders?: string;
  readonly moreFields?: string;
}

export class ServiceAccess {
  readonly #deps: ServiceAccessDeps;

  constructor(deps: ServiceAccessDeps) {
    this.#deps = deps;
  }

  /** Throws `notion-token-missing`, `notion-token-invalid`, `notion-permission`, `locked`. */
  async workspace(priority: RequestPriority = 'interactive', typedToken?: string): Promise<NotionWorkspace> {
    const token =
      typedToken === undefined
        ? await this.#deps.vault.read('notion', NOTION_ORIGIN)
        : cleanPastedKey('notion', typedToken);
    if (token === undefined) throw new AppError('notion-token-missing', 'never');
    const allowed = async () => {
      if (await this.#deps.hostAccess.has(hostPattern(NOTION_ORIGIN))) return;
      throw new AppError('notion-permission', 'never');
    };
    await allowed();
    const workspace = lookBefore(await this.#deps.createWorkspace(token, priority), allowed, ['serverNow']);
    return typedToken === undefined ? observeFailures(workspace, this.#deps.onNotionFailure) : workspace;
  }

  /** Throws `engine-key-missing`, `engine-key-invalid`, `engine-base-url-invalid`, `engine-permission`, `locked`. */
  async model(engine: EngineId, typed: TypedAccess = {}): Promise<LanguageModel> {
    const asked = { ...(await this.#deps.settings.read()), ...typed };
    const baseUrl = ENGINES[engine].host === 'base-url' ? requireBaseUrl(asked.baseUrl) : '';
    const origin = engineOrigin(engine, baseUrl);
    const key = await this.#engineKey(engine, origin, typed.key);
    const allowed = async () => {
      if (origin === undefined || (await this.#deps.hostAccess.has(hostPattern(origin)))) return;
      throw new AppError('engine-permission', 'never', { details: { host: new URL(origin).hostname } });
    };
    await allowed();
    const model = await this.#deps.createModel(engine, {
      baseUrl,
      service: asked.service ?? serviceOfUrl(baseUrl),
      headers: parseHeaders(asked.moreHeaders ?? ''),
      fields: parseFields(asked.moreFields ?? ''),
      ...(key !== undefined && { key }),
    });
    return lookBefore(model, allowed, []);
  }

  /** Engine and model that settings, or a request's own choice, mean. Throws `engine-model-missing`. */
  async resolveModel(choice: { engine?: EngineId; model?: string } = {}): Promise<{ engine: EngineId; model: string }> {
    const chosen = effectiveChoice(choice, await this.#deps.settings.read());
    if (chosen.model === '') throw new AppError('engine-model-missing', 'never');
    return chosen;
  }

  async #engineKey(
    engine: EngineId,
    origin: string | undefined,
    typed: string | undefined,
  ): Promise<string | undefined> {
    const name = secretOf(engine);
    if (name === undefined) return undefined;
    if (typed !== undefined && typed.trim() !== '') return cleanPastedKey(name, typed);
    const stored = await this.#deps.vault.read(name, origin);
    // A local server needs none; the vault gives a stored one only for the origin it was saved for.
    if (stored === undefined && needsKey(engine)) throw new AppError('engine-key-missing', 'never');
    return stored;
  }
}
