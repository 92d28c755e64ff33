import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { Button } from './button.tsx';
import type { ButtonLook } from './button.tsx';
import { placeBeside } from './place.ts';
import './overlays.css';

interface PopoverProps {
  /** The accessible name of the button and of what it opens. */
  readonly name: string;
  /** What the button shows. */
  readonly label: ComponentChildren;
  readonly look?: ButtonLook;
  readonly size?: 'medium' | 'small' | 'icon';
  readonly edge?: 'start' | 'end';
  readonly children: ComponentChildren;
}

/** A button that opens a small dialog beside it. Escape or a click elsewhere closes it, and the focus goes back. */
export function Popover({ name, label, look = 'quiet', size = 'small', edge = 'start', children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        look={look}
        size={size}
        popup="dialog"
        expanded={open}
        buttonRef={button}
        onClick={() => setOpen(!open)}
        {...(size === 'icon' && { name })}
      >
        {label}
      </Button>
      {open && (
        <PopoverBox
          name={name}
          anchor={() => button.current?.getBoundingClientRect()}
          edge={edge}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
        >
          {children}
        </PopoverBox>
      )}
    </>
  );
}

interface PopoverBoxProps {
  readonly name: string;
  readonly anchor: () => DOMRect | undefined;
  readonly edge?: 'start' | 'end';
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native modal dialog beside an anchor: the browser keeps the focus in and gives it back. */
export function PopoverBox({ name, anchor, edge = 'start', className = '', onClose, children }: PopoverBoxProps) {
  const box = useRef<HTMLDialogElement>(null);
  const place = useEffectEvent((dialog: HTMLDialogElement) => {
    const at = anchor();
    if (at) placeBeside(dialog, at, edge);
  });
  const close = useEffectEvent(() => onClose());
  // Once: its place is that of the moment it opened.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    if (dialog) place(dialog);
    const onResize = () => close();
    window.addEventListener('resize', onResize);
    return () => {
      window.removeEventListener('resize', onResize);
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`popover ${className}`}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <div class="popover-inner">{children}</div>
    </dialog>
  );
}
