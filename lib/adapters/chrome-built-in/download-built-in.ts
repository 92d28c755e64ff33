import type { BuiltInModel, BuiltInState } from '../../language-model/built-in-model.ts';
import { AppError } from '../../shared/app-error.ts';
import { mapPromptError } from './map-prompt-error.ts';
import { builtInState, findPromptApi, SESSION, type PromptApi } from './prompt-api.ts';

/** The browser's own model for a page of ours: the download needs a person's click there. The browser is asked once a page, and after a download. */
export function createBuiltInModel(api: () => PromptApi | undefined = findPromptApi): BuiltInModel {
  let asked: Promise<BuiltInState> | undefined;
  return {
    state: () => (asked ??= builtInState(api())),
    download: async (onProgress, signal) => {
      const prompts = api();
      if (!prompts) throw new AppError('engine-unavailable', 'never', { details: { reason: 'built-in-missing' } });
      const monitor = (target: EventTarget): void =>
        target.addEventListener('downloadprogress', (event) => {
          const { loaded } = event as Event & { readonly loaded?: number };
          if (typeof loaded === 'number') onProgress(Math.min(1, Math.max(0, loaded)));
        });
      try {
        const session = await prompts.create({ ...SESSION, signal, monitor });
        session.destroy();
      } catch (error) {
        throw mapPromptError(error);
      } finally {
        asked = undefined;
      }
    },
  };
}
