import { Check, CircleMinus, Flag, ShieldCheck, type IconNode } from 'lucide';

import type { CellOutcome } from '../../lib/generation/rows/cell-outcomes.ts';
import { BODY_OUTPUT } from '../../lib/notion/outdated.ts';
import { t } from '../i18n/translate.ts';
import { problemsText } from '../review/check-text.ts';
import { Icon } from '../ui/icon.tsx';
import { LongText } from './long-text.tsx';
import './runs.css';

const ICONS: Readonly<Record<NonNullable<CellOutcome['outcome']>, IconNode>> = {
  written: Check,
  kept: ShieldCheck,
  empty: CircleMinus,
  review: Flag,
};

/** What happened to each property of a row: what stood there, what stands there now, and whether it was written or kept. */
export function CellOutcomes({ cells }: { readonly cells: readonly CellOutcome[] }) {
  const columns = ['before', 'after', 'outcome'] as const;
  return (
    <table class="cell-outcomes">
      <thead>
        <tr>
          <th scope="col">{t('rows.condition.property')}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`runs.cell.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={cell.propertyId}>
            <th scope="row">{cell.propertyId === BODY_OUTPUT ? t('rows.output.body') : cell.name}</th>
            <td data-label={t('runs.cell.before')}>
              <CellText text={cell.before} />
            </td>
            <td data-label={t('runs.cell.after')}>
              {/* What was kept stands there still. */}
              <CellText text={cell.after ?? (cell.outcome === 'kept' ? cell.before : undefined)} />
            </td>
            <td>
              <OutcomeWord cell={cell} />
              {cell.problems && <p class="cell-problems">{problemsText(cell.problems)}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CellText({ text }: { readonly text: string | undefined }) {
  return text === undefined || text === '' ? (
    <span class="soft">{t('rows.cell.empty')}</span>
  ) : (
    <LongText text={text} />
  );
}

function OutcomeWord({ cell: { outcome } }: { readonly cell: CellOutcome }) {
  if (!outcome) return null;
  return (
    <span class={`cell-word cell-${outcome}`}>
      <Icon node={ICONS[outcome]} size={14} />
      {t(`cell.outcome.${outcome}`)}
    </span>
  );
}
