import { Check, X } from 'lucide';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { Icon } from '../../ui/icon.tsx';
import type { CellContent } from './cell-content.ts';
import { isTagged } from './columns.ts';
import { CellValue } from './grid-cell.tsx';

interface PendingCellProps {
  readonly content: CellContent;
  readonly property: PropertyView | undefined;
  /** Whose answer it is: the topic, and the property where there are several. */
  readonly title: string;
  readonly onDecide: (accept: boolean) => void;
}

/** An answer that waits for a decision, under what stands there now. By the keyboard A accepts it, R rejects it, E edits it. */
export function PendingCell({ content, property, title, onDecide }: PendingCellProps) {
  const { before = '', text } = content;
  const decide = (event: MouseEvent, accept: boolean) => {
    // The button is gone in a moment: its cell keeps the focus.
    (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-column]')?.focus();
    onDecide(accept);
  };
  return (
    <>
      <span class="pending">
        {before === '' ? (
          <span class="pending-before pending-none">{t('rows.before.none')}</span>
        ) : (
          <del class="pending-before">{before}</del>
        )}
        {isTagged(property?.type) ? (
          <span class="pending-tags">
            <CellValue text={text} property={property} />
          </span>
        ) : (
          <span class="pending-after" dir="auto">
            {property?.type === 'checkbox' ? t(text === 'true' ? 'rows.cell.ticked' : 'rows.cell.unticked') : text}
          </span>
        )}
      </span>
      <span class="pending-decision">
        <button
          type="button"
          tabIndex={-1}
          class="pending-yes"
          aria-label={t('runs.trial.acceptFor', { title })}
          title={t('runs.trial.acceptFor', { title })}
          onClick={(event) => decide(event, true)}
        >
          <Icon node={Check} size={14} />
        </button>
        <button
          type="button"
          tabIndex={-1}
          class="pending-no"
          aria-label={t('runs.trial.rejectFor', { title })}
          title={t('runs.trial.rejectFor', { title })}
          onClick={(event) => decide(event, false)}
        >
          <Icon node={X} size={14} />
        </button>
      </span>
    </>
  );
}
