import { t } from '../../i18n/translate.ts';
import { NameList } from './name-list.tsx';
import { useVariableCompletion } from './use-variable-completion.ts';
import '../rows.css';

interface InstructionFieldProps {
  /** Of the property. */
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What `{{` offers. */
  readonly names: readonly string[];
}

/** What one of several properties is to hold. `{{` offers the names of the columns, as in the prompt. */
export function InstructionField({ name, value, onInput, names }: InstructionFieldProps) {
  const completion = useVariableCompletion(value, names, onInput);
  return (
    <div class="rows-instruction" onFocusOut={completion.close} onClick={completion.look}>
      <input
        ref={(field) => {
          completion.area.current = field;
        }}
        class="input input-small"
        type="text"
        autocomplete="off"
        aria-label={t('rows.instruction', { property: name })}
        placeholder={t('rows.instruction.placeholder')}
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
          completion.look();
        }}
        onKeyDown={completion.onKeyDown}
        {...completion.attributes}
      />
      <NameList completion={completion} />
    </div>
  );
}
