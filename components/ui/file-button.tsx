import { useRef } from 'preact/hooks';

import { Button } from './button.tsx';

interface FileButtonProps {
  readonly label: string;
  /** As the `accept` attribute takes it. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly disabled?: boolean;
}

/** Chooses a text file; the same file can be chosen twice. */
export function FileButton({ label, accept, onFile, disabled }: FileButtonProps) {
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
          const file = control.files?.[0];
          if (!file) return;
          onFile(file);
          control.value = '';
        }}
      />
    </>
  );
}
