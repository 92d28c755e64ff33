import type { ComponentChildren } from 'preact';

import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

interface ItemBoundaryProps {
  readonly onDelete?: (() => void) | undefined;
  /** A `li`. */
  readonly children: ComponentChildren;
}

/** Around an item of a list: one that cannot be drawn says so, and the others are drawn. */
export function ItemBoundary({ onDelete, children }: ItemBoundaryProps) {
  return (
    <ErrorBoundary
      fallback={({ line }) => (
        <li class="row">
          <span class="soft small">{t('broken.row', { line })}</span>
          {onDelete && (
            <Button size="small" onClick={onDelete}>
              {t('connections.delete')}
            </Button>
          )}
        </li>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
