import type { CellOutcome } from '../../lib/generation/rows/cell-outcomes.ts';
import { BODY_OUTPUT } from '../../lib/notion/outdated.ts';
import { t } from '../i18n/translate.ts';
import { problemsText } from '../review/check-text.ts';
import { LongText } from './long-text.tsx';
import './runs.css';

/** What happened to each property of a row: kept, written, left empty; what stood there, and what stands there now. */
export function CellOutcomes({ cells }: { readonly cells: readonly CellOutcome[] }) {
  return (
    <ul class="cell-outcomes">
      {cells.map((cell) => (
        <li key={cell.propertyId}>
          <div class="cell-outcome">
            <span class="cell-name">{cell.propertyId === BODY_OUTPUT ? t('rows.output.body') : cell.name}</span>
            {cell.outcome && <span class={`cell-word cell-${cell.outcome}`}>{t(`cell.outcome.${cell.outcome}`)}</span>}
          </div>
          <CellTexts cell={cell} />
          {cell.problems && <p class="cell-problems small">{problemsText(cell.problems)}</p>}
        </li>
      ))}
    </ul>
  );
}

function CellTexts({ cell: { before, after } }: { readonly cell: CellOutcome }) {
  if (after === undefined) return before === undefined ? null : <LongText text={before} />;
  return (
    <>
      {before !== undefined && <LongText label={t('runs.before')} text={before} />}
      <LongText label={before === undefined ? undefined : t('runs.after')} text={after} />
    </>
  );
}
