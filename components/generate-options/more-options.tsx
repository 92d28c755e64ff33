import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { EFFORTS } from '../../lib/language-model/model-abilities.ts';
import type { Effort } from '../../lib/language-model/model-abilities.ts';
import type { SettingsView } from '../../lib/settings/settings.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { EngineChoice } from './engine-choice.tsx';
import { countOwn, fieldsFor, withOption } from './generation-choice.ts';
import { effectiveChoice } from '../../lib/settings/engine-set-up.ts';
import { NumberOption } from './number-option.tsx';
import { OUTPUT_LANGUAGES } from './output-languages.ts';
import './generate-options.css';

interface MoreOptionsProps {
  readonly options: GenerationOptions;
  readonly onChange: (options: GenerationOptions) => void;
}

/** What a connection may want otherwise than Settings say. Everything empty: as in Settings. */
export function MoreOptions(props: MoreOptionsProps) {
  const view = useTopic('settings');
  if (!view) return null;
  const own = countOwn(props.options);
  return (
    <Disclosure summary={own === 0 ? t('options.more') : t('options.moreOwn', { count: own })}>
      <div class="options">
        <p class="soft">{t('options.lead')}</p>
        <EngineChoice {...props} view={view} />
        <ModelTuning {...props} view={view} />
        <Wording {...props} view={view} />
      </div>
    </Disclosure>
  );
}

interface PartProps extends MoreOptionsProps {
  readonly view: SettingsView;
}

/** Effort, temperature, length: only what the chosen model takes. */
function ModelTuning({ options, onChange, view }: PartProps) {
  const fields = fieldsFor(effectiveChoice(options, view.settings), options);
  const efforts: readonly (Effort | '')[] = ['', ...EFFORTS];
  return (
    <>
      {fields.effort && (
        <Select
          label={t('options.effort')}
          value={options.effort ?? ''}
          options={efforts.map((value) => ({
            value,
            label: value === '' ? t('options.effort.default') : t(`options.effort.${value}`),
          }))}
          onChange={(value) => onChange(withOption(options, 'effort', value === '' ? undefined : value))}
          hint={t('options.effort.hint')}
        />
      )}
      {fields.temperature && (
        <NumberOption
          label={t('options.temperature')}
          hint={t('options.temperature.hint')}
          value={options.temperature}
          step={0.1}
          min={0}
          max={2}
          onChange={(value) => onChange(withOption(options, 'temperature', value))}
        />
      )}
      <NumberOption
        label={t('options.maxLength')}
        hint={t('options.maxLength.hint')}
        value={options.maxOutputTokens}
        step={1}
        min={1}
        max={1_000_000}
        onChange={(value) => onChange(withOption(options, 'maxOutputTokens', value))}
      />
    </>
  );
}

function Wording({ options, onChange, view }: PartProps) {
  const { settings } = view;
  const orNone = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
  return (
    <>
      <TextField
        label={t('settings.outputLanguage')}
        value={options.outputLanguage ?? ''}
        onInput={(text) => onChange(withOption(options, 'outputLanguage', orNone(text)))}
        suggestions={OUTPUT_LANGUAGES}
        hint={t('options.asInSettings')}
        {...(settings.outputLanguage && { placeholder: settings.outputLanguage })}
      />
      <TextArea
        label={t('settings.system')}
        value={options.systemInstructions ?? ''}
        onInput={(text) => onChange(withOption(options, 'systemInstructions', orNone(text)))}
        hint={t('options.asInSettings')}
        {...(settings.systemInstructions && { placeholder: settings.systemInstructions })}
        rows={3}
      />
      <TextArea
        label={t('options.extraContext')}
        value={options.extraContext ?? ''}
        onInput={(text) => onChange(withOption(options, 'extraContext', orNone(text)))}
        hint={t('options.extraContext.hint')}
        rows={3}
      />
    </>
  );
}
