import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

import { useFocusOnMount } from '../hooks/use-first-focus.ts';
import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly areaRef?: { current: HTMLTextAreaElement | HTMLInputElement | null };
  /** Of a list that belongs to the field. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Takes the focus as it comes. */
  readonly hasFocus?: boolean;
  /** Drawn behind the words. */
  readonly behind?: ComponentChildren;
}

export function TextArea(props: TextAreaProps) {
  const id = useId();
  const { areaRef } = props;
  useFocusOnMount(id, props.hasFocus);
  return (
    <FieldFrame {...props} id={id}>
      <div class="field-layers">
        {props.behind}
        <textarea
          id={id}
          class="input"
          rows={props.rows ?? 3}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          {...(props.onKeyDown && { onKeyDown: props.onKeyDown })}
          {...(props.placeholder && { placeholder: props.placeholder })}
          {...(props.required && { required: true })}
          {...(areaRef && { ref: (area: HTMLTextAreaElement | null) => void (areaRef.current = area) })}
          {...props.attributes}
          {...describedBy(id, props)}
        />
      </div>
    </FieldFrame>
  );
}
