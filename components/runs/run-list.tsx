import { Database, FileText } from 'lucide';
import { useState } from 'preact/hooks';

import type { RunState } from '../../lib/jobs/run.ts';
import type { RunSummary } from '../../lib/runs/run-views.ts';
import { BrokenRow } from '../errors/broken-row.tsx';
import { ErrorBoundary } from '../errors/error-boundary.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { useMinute } from '../hooks/use-minute.ts';
import { formatDayName } from '../i18n/relative-time.ts';
import { t } from '../i18n/translate.ts';
import { AutomaticMark } from '../run-status/automatic-mark.tsx';
import { RUN_STATES, runStateName } from '../run-status/run-text.ts';
import { StateBadge } from '../run-status/state-badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { Moment } from '../ui/moment.tsx';
import { Select } from '../ui/select.tsx';
import { priceDateText } from './price-date.ts';
import { dayTotal, runDays, type RunDay } from './run-days.ts';
import { costText, rowsText, runTitle, tokensText } from './run-words.ts';
import '../ui/list-table.css';
import './runs.css';

const FACTS = ['started', 'model', 'state', 'rows'] as const;
const NUMBERS = ['tokens', 'cost'] as const;

/** The history, newest first. */
export function RunList({ runs }: { readonly runs: readonly RunSummary[] }) {
  const [state, setState] = useState<RunState | 'all'>('all');
  const pricesAsOf = useTopic('usage')?.pricesAsOf;
  const now = useMinute();
  const shown = state === 'all' ? runs : runs.filter((run) => run.state === state);
  return (
    <>
      <div class="list-tools">
        <Select
          label={t('runs.filter')}
          value={state}
          onChange={setState}
          options={[
            { value: 'all', label: t('runs.filter.all') },
            ...RUN_STATES.map((value) => ({ value, label: runStateName(value) })),
          ]}
        />
      </div>
      {state !== 'all' && shown.length === 0 ? (
        <p class="soft">{t('runs.noMatch', { state: runStateName(state) })}</p>
      ) : (
        <div class="list-frame">
          <table class="list-table" aria-label={t('nav.runs')}>
            <thead>
              <tr>
                {(['what', ...FACTS] as const).map((column) => (
                  <th key={column} scope="col" class="list-plain">
                    {t(`runs.column.${column}`)}
                  </th>
                ))}
                {NUMBERS.map((column) => (
                  <th key={column} scope="col" class="list-plain list-number">
                    {t(`runs.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {runDays(shown).map((day) => (
              <DayOfRuns key={day.key} day={day} now={now} />
            ))}
          </table>
        </div>
      )}
      <p class="soft small">{t('runs.costNote', { note: priceDateText(pricesAsOf) })}</p>
    </>
  );
}

const COLUMNS = FACTS.length + NUMBERS.length + 1;

function DayOfRuns({ day, now }: { readonly day: RunDay; readonly now: number }) {
  return (
    <tbody>
      <tr class="list-day">
        <th scope="rowgroup" colSpan={COLUMNS}>
          <span class="list-day-line">
            <span class="list-day-name">{formatDayName(day.at, now)}</span>
            <span class="list-day-total">{dayTotal(day)}</span>
          </span>
        </th>
      </tr>
      {day.runs.map((run) => (
        <ErrorBoundary key={run.id} fallback={({ line }) => <BrokenRow line={line} columns={COLUMNS} />}>
          <RunRow run={run} />
        </ErrorBoundary>
      ))}
    </tbody>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const href = `#/runs/${encodeURIComponent(run.id)}`;
  return (
    <tr
      class="list-row"
      onClick={(event) => {
        const isControl = event.target instanceof Element && event.target.closest('a, button');
        if (!isControl && getSelection()?.isCollapsed !== false) location.hash = href;
      }}
    >
      <td class="list-main">
        <a class="list-name" href={href}>
          <Icon node={run.request.target.kind === 'page' ? FileText : Database} />
          {runTitle(run)}
        </a>
        <span class="list-under list-cut" dir="auto">
          {run.request.options.prompt}
        </span>
      </td>
      <td class="list-fact list-moment">
        <Moment at={run.createdAt} />
      </td>
      <td class="list-fact">{run.model}</td>
      <td class="list-fact">
        <StateBadge state={run.state} trial={run.trial} /> <AutomaticMark run={run} />
      </td>
      <td class="list-fact">{run.request.kind === 'rows' ? rowsText(run) : t('runs.onePage')}</td>
      <td class="list-fact list-number" data-label={t('runs.column.tokens')}>
        {tokensText(run)}
      </td>
      <td class="list-fact list-number" data-label={t('runs.column.cost')}>
        {costText(run)}
      </td>
    </tr>
  );
}
