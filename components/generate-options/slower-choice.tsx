import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { takesFlex } from '../../lib/language-model/model-abilities.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { withOption } from './generation-choice.ts';
import { effectiveChoice } from '../../lib/settings/engine-set-up.ts';

interface SlowerChoiceProps {
  readonly options: GenerationOptions;
  readonly onChange: (options: GenerationOptions) => void;
}

/** Half the price for patience, where the chosen model has that; beside Generate. */
export function SlowerChoice({ options, onChange }: SlowerChoiceProps) {
  const view = useTopic('settings');
  if (!view) return null;
  const { engine, model } = effectiveChoice(options, view.settings);
  if (!takesFlex(engine, model)) return null;
  const { slower } = options;
  return (
    <div class="stack-tight slower">
      <Checkbox
        label={t('slower.label')}
        hint={slower !== undefined && t('slower.hint')}
        checked={slower !== undefined}
        onChange={(on) => onChange(withOption(options, 'slower', on ? 'only' : undefined))}
      />
      {slower !== undefined && (
        <Checkbox
          label={t('slower.orNormal')}
          checked={slower === 'or-normal'}
          onChange={(on) => onChange(withOption(options, 'slower', on ? 'or-normal' : 'only'))}
        />
      )}
    </div>
  );
}
