import { type EngineId, engineIdOf } from '../../lib/language-model/engines.ts';
import { t } from '../i18n/translate.ts';

/** An engine's name on screen. A run may be of an engine that this Visen does not know: its id then stands for itself. */
export function engineName(id: string): string {
  const known: EngineId | undefined = engineIdOf(id);
  return known === undefined ? id : t(`engine.${known}`);
}
