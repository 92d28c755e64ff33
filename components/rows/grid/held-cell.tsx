import { Check, Pencil, RotateCcw } from 'lucide';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { problemsText } from '../../review/check-text.ts';
import type { CellContent } from './cell-content.ts';
import { isTagged } from './columns.ts';
import { CellValue } from './grid-cell.tsx';
import { DecisionButton } from './pending-cell.tsx';

export interface HeldActions {
  /** Absent where nothing could be written. */
  readonly onWrite: (() => void) | undefined;
  readonly onEdit: (() => void) | undefined;
  /** Absent in a trial: it is asked anew as a whole. */
  readonly onAgain: (() => void) | undefined;
}

interface HeldCellProps {
  readonly content: CellContent;
  readonly property: PropertyView | undefined;
  readonly actions?: HeldActions | undefined;
}

/** An answer that a check holds back, with its reason and what can be made of it. */
export function HeldCell({ content: { text, problems = [] }, property, actions }: HeldCellProps) {
  return (
    <>
      <span class="pending">
        {isTagged(property?.type) ? (
          <span class="pending-tags">
            <CellValue text={text} property={property} />
          </span>
        ) : (
          <span class="pending-after held-text" dir="auto">
            {text}
          </span>
        )}
        <span class="held-why grid-cut">{problemsText(problems)}</span>
      </span>
      {actions && <HeldButtons {...actions} />}
    </>
  );
}

function HeldButtons(actions: HeldActions) {
  return (
    <span class="pending-decision">
      {actions.onWrite && <DecisionButton look="no" icon={Check} name={t('review.write')} onClick={actions.onWrite} />}
      {actions.onEdit && <DecisionButton look="no" icon={Pencil} name={t('rows.rename')} onClick={actions.onEdit} />}
      {actions.onAgain && (
        <DecisionButton look="no" icon={RotateCcw} name={t('cure.retry')} onClick={actions.onAgain} />
      )}
    </span>
  );
}
