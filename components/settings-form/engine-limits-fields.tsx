import type { EngineLimits } from '../../lib/language-model/engine-limits.ts';
import type { EngineId } from '../../lib/language-model/engines.ts';
import { engineName } from '../errors/engine-name.ts';
import { NumberOption } from '../generate-options/number-option.tsx';
import type { BuiltIn } from '../hooks/use-built-in-model.ts';
import { t } from '../i18n/translate.ts';
import { Select } from '../ui/select.tsx';
import { enginesToGoOnWith } from './offered-engines.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** What the person allows of the chosen engine, and what goes on when its day is used up. */
export function EngineLimitsFields({ form, builtIn }: { readonly form: SettingsForm; readonly builtIn: BuiltIn }) {
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
          ...enginesToGoOnWith(form, builtIn).map((id) => ({
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
