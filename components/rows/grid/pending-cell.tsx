import { Check, Pencil, X, type IconNode } from 'lucide';

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
  /** Absent where a person cannot type what would be written. */
  readonly onEdit: (() => void) | undefined;
}

/** An answer that waits for a decision, under what stands there now. By the keyboard A accepts it, R rejects it, E edits it. */
export function PendingCell({ content, property, title, onDecide, onEdit }: PendingCellProps) {
  const { before = '', text } = content;
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
        <DecisionButton
          look="yes"
          icon={Check}
          name={t('runs.trial.acceptFor', { title })}
          onClick={() => onDecide(true)}
        />
        <DecisionButton
          look="no"
          icon={X}
          name={t('runs.trial.rejectFor', { title })}
          onClick={() => onDecide(false)}
        />
        {onEdit && (
          <DecisionButton look="no" icon={Pencil} name={t('runs.trial.editFor', { title })} onClick={onEdit} />
        )}
      </span>
    </>
  );
}

interface DecisionButtonProps {
  readonly look: 'yes' | 'no';
  readonly icon: IconNode;
  readonly name: string;
  readonly onClick: () => void;
}

/** A button beside an answer in a cell. It may be gone in a moment, so its cell takes the focus first. */
export function DecisionButton({ look, icon, name, onClick }: DecisionButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      class={`pending-${look}`}
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[data-column]')?.focus();
        onClick();
      }}
    >
      <Icon node={icon} size={14} />
    </button>
  );
}
