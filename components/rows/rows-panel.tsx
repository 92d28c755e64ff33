/** A database in popup and side panel: which rows, the prompt, what is empty, Generate. The table needs the App's room. */
import { Table2 } from 'lucide';
import { useState } from 'preact/hooks';

import { DEFAULT_GENERATION_OPTIONS } from '../../lib/run-request/generation-options.ts';
import type { Connection } from '../../lib/connections/connection.ts';
import type { Target } from '../../lib/run-request/target.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { isEnded, isRunState, runStateName } from '../run-status/run-text.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { hasEmptyCell } from './form/row-choice.ts';
import { RowsActions, type RowsStart, useRowsStart } from './start/rows-actions.tsx';
import { OutputDetails, OutputSelect } from './form/output-fields.tsx';
import { RowsSelect } from './form/rows-select.tsx';
import { RowsPrompt } from './form/rows-prompt.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { ROWS_WAITS } from './rows-waits.ts';
import { OpeningRows } from './opening-rows.tsx';
import { RunSection } from './run-section.tsx';
import { useAcceptedRows } from './trial/use-accepted-rows.ts';
import { keptOf, useKeepRows } from './form/use-keep-rows.ts';
import { isBodyOutput, type RowsForm, useRowsForm } from './form/use-rows-form.ts';
import { useRowsRequest } from './start/use-rows-request.ts';
import { type RowsRun, useRowsRun } from './start/use-rows-run.ts';
import type { RowItem } from './data/row-item.ts';
import { type Rows, useRows } from './data/use-rows.ts';

interface RowsPanelProps {
  readonly target: Target;
  readonly connection: Connection | undefined;
}

export function RowsPanel({ target, connection }: RowsPanelProps) {
  const rows = useRows(target, connection?.selection?.kind === 'view');
  const keep = useKeepRows(connection);
  const [left] = useState(() =>
    connection
      ? keptOf(connection)
      : { options: DEFAULT_GENERATION_OPTIONS, selection: undefined, ticks: undefined, columns: undefined },
  );
  const form = useRowsForm({ rows, ...left, onChange: keep });
  const rowsRun = useRowsRun({
    connectionId: connection?.id,
    shownRunId: connection?.lastRun?.runId,
  });
  const accepted = useAcceptedRows({ target, rows, form, run: rowsRun.run });
  const { toMake } = accepted;
  const makeRequest = useRowsRequest({ target, rows, form, accepted });
  const start = useRowsStart({ form, rowsRun, toMake, makeRequest: (limit) => makeRequest(limit, []) });
  if (!rows.view) return <OpeningRows rows={rows} rowsRun={rowsRun} />;
  const { output } = form.options;
  return (
    <div class="panel">
      <RowsLines rows={rows} form={form} connection={connection} />
      <RowsPrompt
        value={form.options.prompt}
        onInput={(prompt) => form.edit({ prompt })}
        onSubmit={start.generate}
        names={form.variableNames}
        error={start.promptError}
        hasFocus
      />
      <div class="panel-fields">
        <OutputSelect options={form.options} view={rows.view} edit={form.edit} />
        {output?.kind === 'properties' && (
          <OutputDetails options={form.options} view={rows.view} edit={form.edit} names={form.variableNames} />
        )}
        <RowsSelect form={form} view={rows.view} />
      </div>
      {!rows.complete && <CommandWait of={ROWS_WAITS} />}
      {rows.failure && <FailureNotice failure={rows.failure} onRetry={() => void rows.store.load()} />}
      <PanelAct target={target} connection={connection} form={form} toMake={toMake} rowsRun={rowsRun} start={start} />
    </div>
  );
}

interface PanelActProps extends RowsPanelProps {
  readonly form: RowsForm;
  readonly toMake: readonly RowItem[];
  readonly rowsRun: RowsRun;
  readonly start: RowsStart;
}

/** What it takes and Generate, or the run while one goes: in view, however much stands above. */
function PanelAct({ target, connection, rowsRun, ...rest }: PanelActProps) {
  const { run } = rowsRun;
  const link = <GridLink target={target} connection={connection} />;
  return (
    <div class="panel-act">
      <RunSection rowsRun={rowsRun} />
      {run !== undefined && !isEnded(run.state) ? (
        <div class="row">{link}</div>
      ) : (
        <RowsActions target={target} rowsRun={rowsRun} beside={link} {...rest} />
      )}
    </div>
  );
}

/** The way to the rows themselves: the grid needs the App's room. */
function GridLink({ target, connection }: RowsPanelProps) {
  return (
    <LinkButton href={`options.html${routeOf(target, connection)}`} newTab>
      <Icon node={Table2} size={15} />
      {t('panel.database.open')}
    </LinkButton>
  );
}

interface RowsLinesProps {
  readonly rows: Rows;
  readonly form: RowsForm;
  readonly connection: Connection | undefined;
}

/** How many rows there are, what the last run made of them, and that there are more steps than the one that is shown. */
function RowsLines({ rows, form, connection }: RowsLinesProps) {
  const count = rows.items.length;
  return (
    <>
      <p class="soft small" aria-live="polite">
        {rows.complete ? countsText(count, countEmpty(rows, form)) : t('rows.reading', { count })}
        {connection?.lastRun && ` ${lastRunText(connection.lastRun)}`}
      </p>
      {form.steps.count > 1 && <p class="soft small">{t('steps.shown', { total: form.steps.count })}</p>}
    </>
  );
}

/** Undefined for page bodies: nobody can tell before they are read. */
function countEmpty({ items, view }: Rows, { options }: RowsForm): number | undefined {
  if (!view || isBodyOutput(options)) return undefined;
  return items.filter((item) => hasEmptyCell(item, options.output, view.properties)).length;
}

function countsText(rows: number, empty: number | undefined): string {
  return empty === undefined ? t('rows.count', { count: rows }) : t('rows.countEmpty', { count: rows, empty });
}

function lastRunText({ at, state }: NonNullable<Connection['lastRun']>): string {
  return t('rows.lastRun', { time: formatMoment(at), state: isRunState(state) ? runStateName(state) : state });
}

function routeOf(target: Target, connection: Connection | undefined): string {
  return connection
    ? `#/create/${encodeURIComponent(connection.id)}`
    : `#/create?type=database&url=${encodeURIComponent(target.url)}`;
}
