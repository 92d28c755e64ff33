import { X } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../i18n/translate.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './toast.css';

export interface ToastContent {
  /** Another id: another message, which takes the focus anew. */
  readonly id: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

interface ToastProps {
  readonly content: ToastContent | undefined;
  readonly onClose: () => void;
}

/**
 * What was just done, with a way back: stays until it is closed. What was clicked is often gone by then, so the focus moves
 * to the way back. Render it always, right after the view's header: a live region must be there before it speaks.
 */
export function Toast({ content, onClose }: ToastProps) {
  const action = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    action.current?.focus();
  }, [content?.id]);
  const leave = (then: () => void) => {
    // The button that has the focus goes away.
    document.querySelector<HTMLElement>('h1')?.focus();
    then();
  };
  return (
    <div class="toast-region" role="status">
      {content && (
        <div class="toast">
          <span class="toast-text">{content.text}</span>
          {content.action && (
            <Button size="small" buttonRef={action} onClick={() => leave(content.action?.onClick ?? onClose)}>
              {content.action.label}
            </Button>
          )}
          <Button look="quiet" size="icon" name={t('toast.close')} onClick={() => leave(onClose)}>
            <Icon node={X} />
          </Button>
        </div>
      )}
    </div>
  );
}
