import type { Run } from '../jobs/run.ts';
import type { EngineLimits, EnginePacer } from '../language-model/engine-limits.ts';
import { ENGINE_IDS, type EngineId, engineIdOf } from '../language-model/engines.ts';
import type { LanguageModel } from '../language-model/language-model.ts';
import { limitModel, withSubstitute } from '../language-model/limit-model.ts';
import { contextTokensOf } from '../language-model/model-catalog.ts';
import { slowModel } from '../language-model/slow-model.ts';
import { AppError } from '../shared/app-error.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { ModelWindows } from './model-windows.ts';
import type { ServiceAccess } from './service-access.ts';
import type { Settings } from './settings.ts';

export interface RunModelsDeps {
  readonly access: ServiceAccess;
  readonly settings: VersionedValue<Settings>;
  readonly pacer: EnginePacer;
  readonly windows: Pick<ModelWindows, 'windowOf'>;
}

/** The models that runs write with: held to the person's limits, with another engine where one is chosen for the end of a day. */
export class RunModels {
  readonly #deps: RunModelsDeps;
  #limits: NonNullable<Settings['engineLimits']> = {};

  constructor(deps: RunModelsDeps) {
    this.#deps = deps;
  }

  /** @throws what `ServiceAccess.model` throws */
  async modelFor({ engine: stored, request }: Pick<Run, 'engine' | 'request'>): Promise<LanguageModel> {
    const { access, settings, pacer } = this.#deps;
    const engine = engineIdOf(stored);
    if (engine === undefined) throw new AppError('engine-model-missing', 'never');
    this.#limits = (await settings.read()).engineLimits ?? {};
    const limited = async (id: EngineId) =>
      slowModel(limitModel(await access.model(id), this.#limits[id] ?? {}, pacer), request.options.slower);
    const model = await limited(engine);
    const other = this.#limits[engine]?.whenSpent;
    if (other === undefined || other === engine) return model;
    const { model: name } = await access.resolveModel({ engine: other });
    const contextTokens = async () => (await this.windowOf())(other, name);
    return withSubstitute(model, { engine: other, model: name, create: () => limited(other), contextTokens }, pacer);
  }

  /** Tokens that a model has room for. */
  async windowOf(): Promise<(engine: EngineId, model: string) => number> {
    const ofServer = await this.#deps.windows.windowOf(await this.#deps.settings.read());
    return (engine, model) => ofServer(engine, model) ?? contextTokensOf(engine, model);
  }

  /**
   * Who would be asked now in a model's place: itself, or, once the limit of its day is reached, the engine that goes on. What is sent
   * is made for that one's window.
   */
  async answering(): Promise<
    (engine: EngineId, model: string) => { readonly engine: EngineId; readonly model: string }
  > {
    const { access, settings, pacer } = this.#deps;
    const limits = (await settings.read()).engineLimits ?? {};
    const substitutes = new Map<EngineId, { readonly engine: EngineId; readonly model: string }>();
    for (const engine of ENGINE_IDS) {
      const other = limits[engine]?.whenSpent;
      if (other === undefined || other === engine || !(await pacer.isSpent(engine))) continue;
      const { model } = await access.resolveModel({ engine: other });
      substitutes.set(engine, { engine: other, model });
    }
    return (engine, model) => substitutes.get(engine) ?? { engine, model };
  }

  /** How many answers of an engine may come at once, as far as it was read. */
  mostAtOnce(engine: string): number | undefined {
    const limits: Partial<Record<string, EngineLimits>> = this.#limits;
    return limits[engine]?.atOnce;
  }
}
