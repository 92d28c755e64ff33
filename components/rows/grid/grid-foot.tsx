import { Plus } from 'lucide';
import type { ComponentChildren } from 'preact';

import { FailureNotice } from '../../errors/failure-notice.tsx';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CommandWait } from '../../waits/wait-line.tsx';
import type { Rows } from '../data/use-rows.ts';
import { ROWS_WAITS } from '../rows-waits.ts';

interface GridFootProps {
  readonly rows: Rows;
  readonly onAdd: () => void;
  readonly children?: ComponentChildren;
}

/** Under the grid: new rows, and what could not be read. */
export function GridFoot({ rows, onAdd, children }: GridFootProps) {
  const { missed, unreadable, failure, store, view } = rows;
  return (
    <div class="grid-foot">
      {missed && <Notice kind="warn">{t('rows.missed')}</Notice>}
      {unreadable > 0 && <Notice kind="warn">{t('rows.unreadable', { count: unreadable })}</Notice>}
      {!failure && <CommandWait of={ROWS_WAITS} />}
      {failure && <FailureNotice failure={failure} onRetry={() => void store.load()} />}
      <div class="grid-foot-line">
        <Button size="small" look="quiet" onClick={onAdd} disabled={!view}>
          <Icon node={Plus} size={15} />
          {t('rows.add')}
        </Button>
        {children}
      </div>
    </div>
  );
}
