import type { EngineLimits } from '../../lib/language-model/engine-limits.ts';
import { ENGINE_IDS, type EngineId } from '../../lib/language-model/engines.ts';
import { defaultModel } from '../../lib/language-model/model-catalog.ts';
import { engineName } from '../errors/engine-name.ts';
import { lacksSetUp } from '../generate-options/generation-choice.ts';
import { NumberOption } from '../generate-options/number-option.tsx';
import { t } from '../i18n/translate.ts';
import { Select } from '../ui/select.tsx';
import type { SettingsForm } from './use-settings-form.ts';

/** What the person allows of the chosen engine, and what goes on when its day is used up. */
export function EngineLimitsFields({ form }: { readonly form: SettingsForm }) {
  const { engine, engineLimits = {} } = form.settings;
  const limits = engineLimits[engine] ?? {};
  const change = <N extends keyof EngineLimits>(name: N, value: EngineLimits[N]) => {
    const { [name]: _old, ...rest } = limits;
    form.edit({ engineLimits: { ...engineLimits, [engine]: value === undefined ? rest : { ...rest, [name]: value } } });
  };
  return (
    <>
      <NumberOption
        label={t('settings.requestsPerMinute')}
        hint={t('settings.requestsPerMinute.hint')}
        value={limits.requestsPerMinute}
        step={1}
        min={1}
        max={100_000}
        onChange={(value) => change('requestsPerMinute', value)}
      />
      <NumberOption
        label={t('settings.atOnce')}
        hint={t('settings.atOnce.hint')}
        value={limits.atOnce}
        step={1}
        min={1}
        max={100}
        onChange={(value) => change('atOnce', value)}
      />
      <Select<EngineId | ''>
        label={t('settings.whenSpent')}
        value={limits.whenSpent ?? ''}
        options={[
          { value: '', label: t('settings.whenSpent.pause') },
          ...others(form).map((id) => ({
            value: id,
            label: t('settings.whenSpent.goOn', { engine: engineName(id) }),
          })),
        ]}
        onChange={(value) => change('whenSpent', value === '' ? undefined : value)}
        hint={t('settings.whenSpent.hint')}
      />
    </>
  );
}

/** Engines that could go on: those that are set up, and the one that is chosen already. */
function others({ settings, view }: SettingsForm): readonly EngineId[] {
  const { engine, engineLimits } = settings;
  const chosen = engineLimits?.[engine]?.whenSpent;
  return ENGINE_IDS.filter((id) => id !== engine && (id === chosen || isSetUp(id, settings, view)));
}

function isSetUp(id: EngineId, settings: SettingsForm['settings'], view: SettingsForm['view']): boolean {
  if (lacksSetUp(id, { ...view, settings })) return false;
  return settings.models[id] !== '' || defaultModel(id) !== undefined;
}
