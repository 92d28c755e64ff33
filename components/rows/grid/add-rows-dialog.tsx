import { useMemo, useState } from 'preact/hooks';

import type { DatabaseView } from '../../../lib/notion/views.ts';
import { parseNewRows, type ParsedRow } from '../../../lib/notion/parse-new-rows.ts';
import { unfitCells, type UnfitCell } from '../../../lib/notion/unfit-cells.ts';
import { formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';

interface AddRowsDialogProps {
  readonly view: DatabaseView;
  /** Pasted where one topic is typed. */
  readonly text: string;
  readonly onAdd: (rows: readonly ParsedRow[]) => void;
  readonly onClose: () => void;
}

/** Many rows at once: one topic a line, or a table whose headers are the names of properties. */
export function AddRowsDialog({ view, text: pasted, onAdd, onClose }: AddRowsDialogProps) {
  const [text, setText] = useState(pasted);
  const parsed = useMemo(() => parseNewRows(text, view.properties), [text, view]);
  const { rows, columns, kind } = parsed;
  const unfit = useMemo(() => unfitCells(rows, view.properties), [rows, view]);
  const isNone = rows.length === 0;
  const left = columns.filter(({ propertyId }) => propertyId === undefined).map(({ header }) => header);
  return (
    <Dialog
      title={t('rows.addMany')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="primary" disabled={isNone} onClick={() => (onAdd(rows), onClose())}>
            {t('rows.addMany.confirm', { count: rows.length })}
          </Button>
        </>
      }
    >
      <TextArea
        label={t('rows.addMany.text')}
        value={text}
        onInput={setText}
        rows={8}
        hint={t('rows.addMany.hint')}
        hasFocus
      />
      {kind === 'table' && left.length > 0 && (
        <p class="soft small">{t('rows.addMany.left', { names: formatList(left) })}</p>
      )}
      {unfit.length > 0 && <p class="soft small">{t('rows.addMany.unfit', { cells: cellsText(unfit) })}</p>}
    </Dialog>
  );
}

/** So many are named; an ellipsis stands for the others. */
const MOST_NAMED = 5;

function cellsText(cells: readonly UnfitCell[]): string {
  const named = cells.slice(0, MOST_NAMED).map(({ property, text }) => `${property} (${text})`);
  return formatList(named) + (cells.length > MOST_NAMED ? ' …' : '');
}
