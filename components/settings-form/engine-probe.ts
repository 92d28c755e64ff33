import type { CommandRequest } from '../../lib/messaging/protocol.ts';
import { ENGINES } from '../../lib/language-model/engines.ts';
import { secretOf } from '../../lib/settings/engine-origin.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** How to ask the engine as the form stands: what is typed wins over what is saved. */
export function engineProbe({ settings, draft }: SettingsForm): CommandRequest<'settings.testEngine'> {
  const { engine, baseUrl, models, service, moreHeaders, moreFields } = settings;
  const secret = secretOf(engine);
  const key = secret ? draft.secrets[secret]?.trim() : undefined;
  return {
    engine,
    ...(key && { key }),
    ...(ENGINES[engine].host === 'base-url' && {
      baseUrl: baseUrl.trim(),
      ...(service !== undefined && { service }),
      ...(moreHeaders && { moreHeaders }),
      ...(moreFields && { moreFields }),
    }),
    ...(models[engine].trim() && { model: models[engine].trim() }),
  };
}
