import type { Estimate } from '../../../lib/runs/estimate.ts';
import { formatDay, formatDollars, isBelowACent } from '../../i18n/format.ts';
import { t } from '../../i18n/translate.ts';
import { roughly, searchesText } from '../../runs/run-words.ts';

interface EstimateLineProps {
  /** Rows that are meant, and how many of them are filled already; undefined while they are counted. */
  readonly chosen: number | undefined;
  /** Why rows cannot be counted now, where something is missing. */
  readonly problem: string | undefined;
  readonly filled: number;
  /** Rows with nothing to work on. */
  readonly idle: number;
  /** Rows that are kept, since their answers were accepted in a trial. */
  readonly kept: number;
  readonly estimate: Estimate | undefined;
}

/** What a click would take, before it is made. */
export function EstimateLine({ chosen, problem, filled, idle, kept, estimate }: EstimateLineProps) {
  if (chosen === undefined) return <p class="rows-estimate soft small">{problem ?? t('rows.counting')}</p>;
  return (
    <p class="rows-estimate soft small">
      <span>{t('rows.chosen', { count: chosen })}</span>
      {filled > 0 && <span>{t('rows.filled', { count: filled })}</span>}
      {idle > 0 && <span>{t('rows.idle', { count: idle })}</span>}
      {kept > 0 && <span>{t('rows.kept', { count: kept })}</span>}
      {estimate && estimate.prompts > 0 && (
        <>
          <span>{t('rows.prompts', { count: estimate.prompts })}</span>
          <EstimateAmounts estimate={estimate} />
          {estimate.isLengthGuessed && <span>{t('rows.lengthGuessed')}</span>}
        </>
      )}
    </p>
  );
}

/** Tokens, money and time. */
export function EstimateAmounts({ estimate }: { readonly estimate: Estimate }) {
  return (
    <>
      {estimate.searches !== undefined && <span>{searchesText(estimate.searches, estimate.searchCost)}</span>}
      <span>{t('rows.tokens', { count: roughly(estimate.inputTokens + estimate.outputTokens) })}</span>
      <CostText estimate={estimate} />
      {estimate.slower && tellsBothPrices(estimate.slower, estimate.cost) && (
        <span>
          {t('rows.cost.slower', {
            half: formatDollars(estimate.slower.half),
            full: formatDollars(estimate.slower.full),
          })}
        </span>
      )}
      <span>{minutesText(estimate.minutes)}</span>
    </>
  );
}

/** The date of the prices is there for readers and who points at the sum: beside each sum it would be noise. */
function CostText({ estimate: { cost, pricesAsOf } }: { readonly estimate: Estimate }) {
  if (cost === undefined) return <span>{t('rows.costUnknown')}</span>;
  const sum = formatDollars(cost);
  const prices = t('rows.pricesAsOf', { date: formatDay(pricesAsOf) });
  return (
    <span title={prices}>
      {isBelowACent(cost) ? sum : t('rows.cost', { cost: sum })}
      <span class="visually-hidden"> ({prices})</span>
    </span>
  );
}

/** Below a cent there is nothing to save: then only whoever chose half the price hears of both. */
function tellsBothPrices({ half, full }: NonNullable<Estimate['slower']>, cost: number | undefined): boolean {
  return !isBelowACent(full) || cost === half;
}

export function minutesText(minutes: number): string {
  return minutes <= 1 ? t('rows.underAMinute') : t('rows.minutes', { count: Math.ceil(minutes) });
}
