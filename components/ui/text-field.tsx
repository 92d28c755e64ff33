import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

import { useFocusOnMount } from '../hooks/use-first-focus.ts';
import { describedBy, FieldFrame, typeAttribute } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { pickSuggestions } from './picked-suggestions.ts';
import type { Suggestion } from './picked-suggestions.ts';

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onClick?: () => void;
  readonly onFocus?: () => void;
  readonly type?: 'text' | 'url' | 'search' | 'number' | 'date' | 'password';
  readonly placeholder?: string;
  /** Suggestions under the field; any other text stays allowed. */
  readonly suggestions?: readonly Suggestion[];
  readonly min?: number;
  readonly step?: number | 'any';
  readonly narrow?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  /** Stands at the end of the same line. */
  readonly beside?: ComponentChildren;
}

/** One line of text; with `suggestions` a combobox by a native datalist. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  // The attribute works in a page that loads and in a dialog that opens, not in a view that comes later.
  useFocusOnMount(id, props.autoFocus);
  return (
    <FieldFrame {...props} id={id}>
      <div class="field-line">
        <input
          id={id}
          class={props.narrow ? 'input input-narrow' : 'input'}
          {...typeAttribute(props.type ?? 'text', props.suggestions && `${id}-list`)}
          value={props.value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          {...(props.onClick && { onClick: props.onClick })}
          {...(props.onFocus && { onFocus: props.onFocus })}
          {...(props.placeholder && { placeholder: props.placeholder })}
          {...(props.min !== undefined && { min: props.min })}
          {...(props.step !== undefined && { step: props.step })}
          {...(props.required && { required: true })}
          {...(props.disabled && { disabled: true })}
          {...(props.autoFocus && { autofocus: true })}
          {...describedBy(id, props)}
        />
        {props.beside}
      </div>
      {props.suggestions && (
        <datalist id={`${id}-list`}>
          {pickSuggestions(props.suggestions, props.value).map(({ value, label }) => (
            <option key={value} value={value} {...(label && label !== value && { label })} />
          ))}
        </datalist>
      )}
    </FieldFrame>
  );
}
