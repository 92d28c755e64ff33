import { Eye, EyeOff } from 'lucide';
import { useId, useState } from 'preact/hooks';

import { t } from '../i18n/translate.ts';
import { Button } from './button.tsx';
import { describedBy, FieldFrame, typeAttribute } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

interface SecretFieldProps extends FieldProps {
  /** What is typed and not saved yet; `null`: the saved one is to be removed at the next save. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** A saved secret shows its end only and cannot be read back. */
  readonly saved?: { readonly last4: string } | undefined;
}

/** A key: hidden, revealed on demand while it is typed, replaced by typing, removed by a button. */
export function SecretField(props: SecretFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const typed = props.value ?? '';
  const hint = (
    <>
      {props.saved && (
        <div class="row">
          <span>{props.value === null ? t('secret.removing') : t('secret.saved', { last4: props.saved.last4 })}</span>
          <Button look="quiet" size="small" onClick={() => props.onChange(props.value === null ? '' : null)}>
            {props.value === null ? t('secret.keep') : t('secret.remove')}
          </Button>
        </div>
      )}
      {props.hint}
    </>
  );
  const frame = { ...props, hint: props.saved || props.hint ? hint : undefined };
  return (
    <FieldFrame {...frame} id={id}>
      <div class="field-line">
        <input
          id={id}
          class="input"
          {...typeAttribute(shown && typed ? 'text' : 'password')}
          value={typed}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => props.onChange(event.currentTarget.value)}
          {...(props.saved && { placeholder: `•••••••• ${props.saved.last4}` })}
          {...(props.required && { required: true })}
          {...describedBy(id, frame)}
        />
        {typed && (
          <Button look="plain" name={shown ? t('secret.hide') : t('secret.show')} onClick={() => setShown(!shown)}>
            <Icon node={shown ? EyeOff : Eye} />
          </Button>
        )}
      </div>
    </FieldFrame>
  );
}
