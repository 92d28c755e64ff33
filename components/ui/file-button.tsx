import { useRef } from 'preact/hooks';

import { Button } from './button.tsx';

interface FileButtonProps {
  readonly label: string;
  /** As the `accept` attribute takes it. */
  readonly accept: string;
  readonly onText: (text: string) => void;
  readonly disabled?: boolean;
}

/** Chooses a text file; the same file can be chosen twice. */
export function FileButton({ label, accept, onText, disabled }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()} {...(disabled && { disabled: true })}>
        {label}
      </Button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        onChange={(event) => {
          const control = event.currentTarget;
          void control.files?.[0]?.text().then((text) => {
            control.value = '';
            onText(text);
          });
        }}
      />
    </>
  );
}
