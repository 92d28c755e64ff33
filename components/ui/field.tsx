import { CircleAlert } from 'lucide';
import type { ComponentChildren } from 'preact';

import { t } from '../i18n/translate.ts';
import { Icon } from './icon.tsx';

/** What every field has around its control. */
export interface FieldProps {
  /** Exactly the accessible name. */
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** Names the field and the fix; read with the control. */
  readonly error?: string | undefined;
  /** The id of a sentence elsewhere that says what is wrong with it. */
  readonly errorId?: string | undefined;
  readonly required?: boolean;
  /** The place says what it is: the label is there for readers alone. */
  readonly isLabelHidden?: boolean;
}

interface FieldFrameProps extends FieldProps {
  readonly id: string;
  readonly children: ComponentChildren;
}

/** Label above, hint and error below; “required” stays out of the label so that the name is the words on screen alone. */
export function FieldFrame({ id, label, hint, error, required, isLabelHidden, children }: FieldFrameProps) {
  return (
    <div class="field">
      <div class={isLabelHidden ? 'visually-hidden' : 'field-head'}>
        <label class="field-label" for={id}>
          {label}
        </label>
        {required && (
          <span class="field-flag" aria-hidden="true">
            {t('field.required')}
          </span>
        )}
      </div>
      {children}
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div class="field-error" id={`${id}-error`}>
          <Icon node={CircleAlert} size={14} />
          {error}
        </div>
      )}
    </div>
  );
}

/** The attributes that tie a control to its hint and its error. */
export function describedBy(id: string, { hint, error, errorId }: FieldProps): Record<string, string> {
  const ids = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-error`] : []), ...(errorId ? [errorId] : [])];
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...((error || errorId) && { 'aria-invalid': 'true' }),
  };
}

/** Preact's types tie every attribute to one literal `type`; a type that is only known at run time goes around them. */
export function typeAttribute(type: string, list?: string): Record<string, string> {
  return { type, ...(list && { list }) };
}
