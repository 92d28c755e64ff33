import { Plus, X } from 'lucide';
import { useState } from 'preact/hooks';

import { MOST_CONTEXT } from '../../lib/run-request/generation-options.ts';
import type { Target } from '../../lib/run-request/target.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ContextDialog } from './context-dialog.tsx';
import './context.css';

interface ContextProps {
  readonly context: readonly Target[];
  readonly onChange: (context: readonly Target[]) => void;
}

/** Opens the picker; the choice is added to what is there. */
export function AddContextButton({ context, onChange }: ContextProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" look="quiet" disabled={context.length >= MOST_CONTEXT} onClick={() => setOpen(true)}>
        <Icon node={Plus} size={14} />
        {t('context.add')}
      </Button>
      {isOpen && (
        <ContextDialog
          taken={context.map(({ id }) => id)}
          onAdd={(target) => {
            setOpen(false);
            onChange([...context, target]);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** The pages and databases that the model may read; nothing while there are none. */
export function ContextChips({ context, onChange }: ContextProps) {
  if (context.length === 0) return null;
  return (
    <ul class="context-chips" aria-label={t('context.list')}>
      {context.map((target) => {
        const title = target.title || t('word.untitled');
        return (
          <li key={target.id} class="context-chip">
            {target.icon !== undefined && !target.icon.startsWith('http') && (
              <span aria-hidden="true">{target.icon}</span>
            )}
            <span class="context-title" title={title}>
              {title}
            </span>
            <button
              type="button"
              class="context-remove"
              aria-label={t('context.remove', { title })}
              onClick={() => onChange(context.filter(({ id }) => id !== target.id))}
            >
              <Icon node={X} size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
