import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useAction } from '../hooks/use-action.ts';
import { Button } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { passphraseErrors, type PassphraseErrors } from './passphrase-check.ts';

interface NewPassphraseProps {
  readonly label: string;
  /** Name of the second field. */
  readonly again: string;
  readonly hint: string;
  readonly action: string;
  readonly onSet: (passphrase: string) => Promise<void>;
  /** Stands above the button. */
  readonly children?: ComponentChildren;
}

/** A new passphrase, typed twice: nobody can look up what was mistyped once. */
export function NewPassphrase({ label, again, hint, action, onSet, children }: NewPassphraseProps) {
  const [typed, setTyped] = useState({ first: '', again: '' });
  const [errors, setErrors] = useState<PassphraseErrors>({});
  const set = useAction(async () => {
    const found = passphraseErrors(typed.first, typed.again);
    setErrors(found);
    if (found.first !== undefined || found.again !== undefined) return;
    await onSet(typed.first);
    setTyped({ first: '', again: '' });
  });
  const edit = (change: Partial<typeof typed>) => {
    setTyped((now) => ({ ...now, ...change }));
    setErrors({});
  };
  return (
    <div
      class="settings-group"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        // Not the form's Save: the passphrase acts by itself.
        event.preventDefault();
        set.run();
      }}
    >
      <SecretField
        label={label}
        hint={hint}
        value={typed.first}
        error={errors.first}
        onChange={(value) => edit({ first: value ?? '' })}
      />
      <SecretField
        label={again}
        value={typed.again}
        error={errors.again}
        onChange={(value) => edit({ again: value ?? '' })}
      />
      {children}
      <div class="row">
        <Button onClick={() => set.run()} disabled={set.pending}>
          {action}
        </Button>
      </div>
      {set.failure && <FailureNotice failure={set.failure} withoutSettings />}
    </div>
  );
}
