import { Check, Pencil, RotateCcw } from 'lucide';

import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface ReviewButtonsProps {
  readonly disabled?: boolean;
  /** Absent where there is nothing that could be written. */
  readonly onWrite: (() => void) | undefined;
  /** Absent where it is no text that a person types. */
  readonly onEdit?: (() => void) | undefined;
  readonly onAgain: () => void;
}

/** What can be made of an answer that failed a check. */
export function ReviewButtons({ disabled = false, onWrite, onEdit, onAgain }: ReviewButtonsProps) {
  return (
    <div class="row">
      {onWrite && (
        <Button size="small" onClick={onWrite} disabled={disabled}>
          <Icon node={Check} size={14} />
          {t('review.write')}
        </Button>
      )}
      {onEdit && (
        <Button size="small" onClick={onEdit} disabled={disabled}>
          <Icon node={Pencil} size={14} />
          {t('rows.rename')}
        </Button>
      )}
      <Button size="small" look="quiet" onClick={onAgain} disabled={disabled}>
        <Icon node={RotateCcw} size={14} />
        {t('cure.retry')}
      </Button>
    </div>
  );
}
