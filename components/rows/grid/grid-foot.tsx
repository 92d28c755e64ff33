import { ClipboardPaste, Plus } from 'lucide';

import { FailureNotice } from '../../errors/failure-notice.tsx';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CommandWait } from '../../waits/wait-line.tsx';
import type { Rows } from '../data/use-rows.ts';
import { useTemplates } from './use-templates.ts';
import { ROWS_WAITS } from '../rows-waits.ts';

interface GridFootProps {
  readonly rows: Rows;
  readonly onAdd: () => void;
  readonly onAddMany: () => void;
  readonly templateId: string;
  readonly onTemplate: (templateId: string) => void;
}

/** Under the grid: new rows, and what could not be read. */
export function GridFoot({ rows, onAdd, onAddMany, templateId, onTemplate }: GridFootProps) {
  const templates = useTemplates(rows.view?.target.dataSourceId);
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
        <Button size="small" look="quiet" popup="dialog" onClick={onAddMany} disabled={!view}>
          <Icon node={ClipboardPaste} size={15} />
          {t('rows.addMany')}
        </Button>
        <label class="grid-foot-end">
          <span class="soft">{t('rows.template')}</span>
          <select
            class="input input-small input-quiet"
            aria-label={t('rows.template')}
            value={templateId}
            onChange={(event) => onTemplate(event.currentTarget.value)}
          >
            <option value="">{t('rows.template.none')}</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name || t('word.untitled')}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
