import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Spinner } from '../ui/spinner.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import type { Rows } from './data/use-rows.ts';
import { RunSection } from './run-section.tsx';
import type { RowsRun } from './start/use-rows-run.ts';
import { ROWS_WAITS } from './rows-waits.ts';

interface OpeningRowsProps {
  readonly rows: Rows;
  readonly rowsRun: RowsRun;
}

/**
 * Until the rows are there. What goes on is in the store of this device and is shown at once; the rows are Notion's, and may have
 * to wait for what goes on.
 */
export function OpeningRows({ rows, rowsRun }: OpeningRowsProps) {
  return (
    <div class="stack">
      <RunSection rowsRun={rowsRun} />
      {rows.failure ? (
        <FailureNotice failure={rows.failure} onRetry={() => void rows.store.load()} />
      ) : (
        <Spinner text={t('rows.opening')} />
      )}
      <CommandWait of={ROWS_WAITS} />
    </div>
  );
}
