import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { ENGINES, needsKey } from '../../lib/language-model/engines.ts';
import { defaultModel } from '../../lib/language-model/model-catalog.ts';
import type { ModelInfo } from '../../lib/language-model/model-info.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { FailureHint } from '../errors/failure-hint.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { t } from '../i18n/translate.ts';
import { TextField } from '../ui/text-field.tsx';
import { engineHosts } from './engine-hosts.ts';
import { engineProbe } from './engine-probe.ts';
import { hasSecret } from './settings-draft.ts';
import { requestPermission } from './use-save-settings.ts';
import type { SettingsForm } from './use-settings-form.ts';

interface ModelList {
  readonly state: 'none' | 'loading' | 'listed' | 'failed';
  readonly models: readonly ModelInfo[];
  readonly defaultModel?: string;
  readonly failure?: Failure;
}

/** The model of the chosen engine: any text, with the engine's own list as suggestions. */
export function ModelField({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const { engine, baseUrl, models } = form.settings;
  const { list, load } = useModelList(form);
  const isRequired = defaultModel(engine) === undefined;
  const open = () => {
    // Before any await: both browsers ask only inside the click.
    if (canAsk(form)) void requestPermission(client, engineHosts(engine, baseUrl)).then(() => load(true));
  };
  return (
    <TextField
      label={t('settings.model')}
      value={models[engine]}
      onInput={(value) => form.edit({ models: { ...models, [engine]: value } })}
      onClick={open}
      suggestions={list.models.map(({ id, name }) => ({ value: id, ...(name && { label: name }) }))}
      required={isRequired}
      {...(list.defaultModel && { placeholder: list.defaultModel })}
      hint={hintOf(list, isRequired)}
    />
  );
}

function canAsk(form: SettingsForm): boolean {
  const { engine, baseUrl } = form.settings;
  if (needsKey(engine) && !hasSecret(form.draft, form.view, engine)) return false;
  return ENGINES[engine].host !== 'base-url' || baseUrl.trim() !== '';
}

function hintOf(list: ModelList, required: boolean): ComponentChildren {
  if (list.state === 'loading') return t('settings.model.loading');
  if (list.state === 'failed' && list.failure) return <FailureHint failure={list.failure} />;
  if (list.state === 'listed') return t('settings.model.listed', { count: list.models.length });
  return required ? t('settings.model.hintRequired') : t('settings.model.hint');
}

function useModelList(form: SettingsForm): { readonly list: ModelList; readonly load: (aloud: boolean) => void } {
  const client = useClient();
  const [list, setList] = useState<ModelList>({ state: 'none', models: [] });
  const asked = useRef('');
  const { model: _model, ...probe } = engineProbe(form);
  const load = (aloud: boolean) => {
    const question = JSON.stringify(probe);
    if (asked.current === question && list.state !== 'failed') return;
    asked.current = question;
    if (aloud) setList((now) => ({ ...now, state: 'loading' }));
    client.call('models.list', probe).then(
      ({ models, defaultModel }) => {
        if (asked.current !== question) return;
        setList({ state: 'listed', models, defaultModel });
      },
      (error: unknown) => {
        if (asked.current !== question) return;
        asked.current = '';
        // Nobody asked aloud: the field works without suggestions, and a click asks again.
        setList(aloud ? { state: 'failed', models: [], failure: toFailure(error) } : { state: 'none', models: [] });
      },
    );
  };
  // Quietly, where the engine was set up before: the keyboard then has the list without a click.
  const loadQuietly = useEffectEvent(() => {
    if (!form.dirty && canAsk(form)) load(false);
  });
  const saved = form.view;
  useEffect(() => loadQuietly(), [saved]);
  return { list, load };
}
