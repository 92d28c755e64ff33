import { Plus, RefreshCw } from 'lucide';

import { FailureNotice } from '../../errors/failure-notice.tsx';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Rows } from '../data/use-rows.ts';
import '../rows.css';

interface RowsToolsProps {
  readonly rows: Rows;
  /** Undefined while rows are chosen in another way: ticks do not count then. */
  readonly ticked: number | undefined;
  readonly onAdd: () => void;
}

/** Under the table: a new row, how many there are, and what could not be read. */
export function RowsTools({ rows, ticked, onAdd }: RowsToolsProps) {
  const { items, complete, missed, unreadable, failure, store, view } = rows;
  const isReading = !complete && !failure;
  return (
    <>
      <div class="row-spread">
        <div class="row">
          <Button size="small" onClick={onAdd} disabled={!view}>
            <Icon node={Plus} size={14} />
            {t('rows.add')}
          </Button>
          <Button size="small" look="quiet" onClick={() => void store.load()} disabled={isReading}>
            <Icon node={RefreshCw} size={14} />
            {t('picker.refresh')}
          </Button>
        </div>
        <span class="soft small rows-counts" aria-live="polite">
          {isReading ? t('rows.reading', { count: items.length }) : countsText(items.length, ticked)}
        </span>
      </div>
      {missed && <Notice kind="warn">{t('rows.missed')}</Notice>}
      {unreadable > 0 && <Notice kind="warn">{t('rows.unreadable', { count: unreadable })}</Notice>}
      {failure && <FailureNotice failure={failure} onRetry={() => void store.load()} />}
    </>
  );
}

function countsText(count: number, ticked: number | undefined): string {
  return ticked === undefined ? t('rows.count', { count }) : t('rows.ticked', { ticked, count });
}
