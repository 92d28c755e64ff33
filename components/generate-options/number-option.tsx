import { useEffect, useState } from 'preact/hooks';

import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { t } from '../i18n/translate.ts';
import { TextField } from '../ui/text-field.tsx';

interface NumberOptionProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number | undefined;
  /** 1: whole numbers only. */
  readonly step: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number | undefined) => void;
}

/** A number or nothing. What is no number yet stays in the field and changes nothing. */
export function NumberOption({ label, hint, value, step, min, max, onChange }: NumberOptionProps) {
  const [text, setText] = useState(toText(value));
  const number = text.trim() === '' ? undefined : Number(text);
  const fits = number === undefined || isAllowed(number, { step, min, max });
  // Changed from elsewhere (another engine was chosen): what is shown follows.
  const follow = useEffectEvent(() => {
    if (fits && number !== value) setText(toText(value));
  });
  useEffect(() => follow(), [value]);
  return (
    <TextField
      label={label}
      hint={hint}
      type="number"
      min={min}
      step={step === 1 ? 1 : 'any'}
      narrow
      value={text}
      onInput={(typed) => {
        setText(typed);
        const next = typed.trim() === '' ? undefined : Number(typed);
        if (next === undefined || isAllowed(next, { step, min, max })) onChange(next);
      }}
      error={fits ? undefined : t('options.number.invalid', { label, min, max })}
    />
  );
}

const toText = (value: number | undefined): string => (value === undefined ? '' : String(value));

function isAllowed(number: number, { step, min, max }: Pick<NumberOptionProps, 'step' | 'min' | 'max'>): boolean {
  return number >= min && number <= max && (step !== 1 || Number.isInteger(number));
}
