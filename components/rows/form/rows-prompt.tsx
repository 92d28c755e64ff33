import type { ComponentChildren } from 'preact';

import { useFirstFocus } from '../../hooks/use-first-focus.ts';
import { t } from '../../i18n/translate.ts';
import { LibraryMenu } from '../../prompts/library-menu.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { NameList } from './name-list.tsx';
import { useVariableCompletion } from './use-variable-completion.ts';
import { VariableMarks } from './variable-marks.tsx';
import '../../generate-panel/generate-panel.css';
import '../rows.css';

interface RowsPromptProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onSubmit: () => void;
  /** What `{{` offers. */
  readonly names: readonly string[];
  readonly error?: string | undefined;
  /** Takes the focus as it comes, unless something else has it by then. */
  readonly hasFocus?: boolean;
  /** Buttons beside the label. */
  readonly tools?: ComponentChildren;
}

/** The prompt for every row. `{{` offers the names of the columns. */
export function RowsPrompt({ value, onInput, onSubmit, names, error, hasFocus, tools }: RowsPromptProps) {
  const completion = useVariableCompletion(value, names, onInput);
  useFirstFocus(completion.area, hasFocus ?? false);
  return (
    <div class="prompt" onFocusOut={completion.close} onClick={completion.look}>
      <TextArea
        label={t('panel.prompt')}
        value={value}
        onInput={(next) => {
          onInput(next);
          completion.look();
        }}
        onKeyDown={(event) => {
          if (completion.onKeyDown(event)) return;
          // isComposing: Enter then ends a composition of an input method.
          if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSubmit();
        }}
        areaRef={completion.area}
        behind={<VariableMarks area={completion.area} text={value} names={names} />}
        attributes={completion.attributes}
        placeholder={t('rows.prompt.placeholder')}
        hint={t('rows.prompt.hint')}
        error={error}
        rows={3}
      />
      <NameList completion={completion} />
      <div class="prompt-library">
        <LibraryMenu value={value} onInput={onInput} isShort />
        {tools}
      </div>
    </div>
  );
}
