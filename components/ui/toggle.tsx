import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

/** A native checkbox with its label: what a checkbox and a switch share. */
export function Toggle({
  label,
  checked,
  onChange,
  hint,
  disabled,
  as,
}: ToggleProps & { readonly as: 'check' | 'switch' }) {
  const id = useId();
  return (
    <div>
      <label class={as} for={id}>
        <input
          id={id}
          type="checkbox"
          {...(as === 'switch' && { role: 'switch' })}
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
          {...(disabled && { disabled: true })}
          {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
