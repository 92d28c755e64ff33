import { useId } from 'preact/hooks';

import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';

interface SelectProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** A native select: the system's own list, keyboard and screen reader behaviour. */
export function Select<T extends string>(props: SelectProps<T>) {
  const id = useId();
  const change = (chosen: string) => {
    const option = props.options.find(({ value }) => value === chosen);
    if (option) props.onChange(option.value);
  };
  return (
    <FieldFrame {...props} id={id}>
      <select
        id={id}
        class="input"
        value={props.value}
        onChange={(event) => change(event.currentTarget.value)}
        {...(props.disabled && { disabled: true })}
        {...describedBy(id, props)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
