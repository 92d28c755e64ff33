import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { type EngineId, ENGINES } from '../../lib/language-model/engines.ts';
import type { ModelInfo } from '../../lib/language-model/model-info.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import type { SettingsView } from '../../lib/settings/settings.ts';
import { engineName } from '../errors/engine-name.ts';
import { FailureHint } from '../errors/failure-hint.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useBuiltInModel } from '../hooks/use-built-in-model.ts';
import { t } from '../i18n/translate.ts';
import { offeredEngines } from '../settings-form/offered-engines.ts';
import { engineHosts } from '../settings-form/engine-hosts.ts';
import { requestPermission } from '../settings-form/use-save-settings.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { lacksSetUp, withEngine, withModel } from './generation-choice.ts';
import { effectiveChoice } from '../../lib/settings/engine-set-up.ts';

interface EngineChoiceProps {
  readonly options: GenerationOptions;
  readonly onChange: (options: GenerationOptions) => void;
  readonly view: SettingsView;
}

/** Which engine and which of its models, if not those of Settings. */
export function EngineChoice({ options, onChange, view }: EngineChoiceProps) {
  const client = useClient();
  const { settings } = view;
  const { engine } = effectiveChoice(options, settings);
  const offered = offeredEngines(engine, useBuiltInModel());
  const lacking = options.engine && lacksSetUp(options.engine, view);
  return (
    <>
      <Select<EngineId | ''>
        label={t('settings.engine')}
        value={options.engine ?? ''}
        options={[
          { value: '', label: t('options.engine.asInSettings', { engine: engineName(settings.engine) }) },
          ...offered.map((value) => ({ value, label: engineName(value) })),
        ]}
        onChange={(value) => onChange(withEngine(options, value === '' ? undefined : value))}
      />
      {lacking && (
        <Notice
          kind="warn"
          actions={
            <Button size="small" onClick={() => client.openApp('#/settings')}>
              {t('cure.settings')}
            </Button>
          }
        >
          {t(`options.engine.lacks.${lacking}`, { engine: engineName(engine) })}
        </Notice>
      )}
      {ENGINES[engine].host !== 'device' && (
        <ModelChoice key={engine} options={options} onChange={onChange} view={view} />
      )}
    </>
  );
}

interface ModelList {
  readonly state: 'none' | 'loading' | 'listed' | 'failed';
  readonly models: readonly ModelInfo[];
  readonly failure?: Failure;
}

function ModelChoice({ options, onChange, view }: EngineChoiceProps) {
  const client = useClient();
  const { settings } = view;
  const { engine } = effectiveChoice(options, settings);
  const inSettings = effectiveChoice({ engine }, settings).model;
  const [list, setList] = useState<ModelList>({ state: 'none', models: [] });
  const open = () => {
    if (list.state === 'loading' || list.state === 'listed' || lacksSetUp(engine, view)) return;
    // Before any await: both browsers ask only inside the click.
    const permission = requestPermission(client, engineHosts(engine, settings.baseUrl));
    setList({ state: 'loading', models: [] });
    permission
      .then(() => client.call('models.list', { engine }))
      .then(
        ({ models }) => setList({ state: 'listed', models }),
        (error: unknown) => setList({ state: 'failed', models: [], failure: toFailure(error) }),
      );
  };
  return (
    <TextField
      label={t('settings.model')}
      value={options.model ?? ''}
      onInput={(model) => onChange(withModel(options, engine, model))}
      onClick={open}
      suggestions={list.models.map(({ id, name }) => ({ value: id, ...(name && { label: name }) }))}
      hint={hintOf(list)}
      {...(inSettings && { placeholder: inSettings })}
    />
  );
}

function hintOf(list: ModelList): ComponentChildren {
  if (list.state === 'loading') return t('settings.model.loading');
  if (list.failure) return <FailureHint failure={list.failure} />;
  if (list.state === 'listed') return t('settings.model.listed', { count: list.models.length });
  return t('options.model.hint');
}
