/** A run's facts in words. */
import type { MadeBy } from '../../lib/jobs/run.ts';
import type { RunSummary, RunView } from '../../lib/runs/run-views.ts';
import { engineName } from '../errors/engine-name.ts';
import { formatDollars, formatList, formatNumber, isBelowACent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { leftText } from '../run-status/left-text.ts';

/** What was written into: the connection's name, or the page's own. */
export function runTitle(run: RunSummary): string {
  return run.connectionName || run.request.target.title || t('word.untitled');
}

/** “96 of 240, 2 failed”: short enough for a list. */
export function rowsText({ done, failed, total }: Pick<RunSummary, 'done' | 'failed' | 'total'>): string {
  return formatList([t('runs.rowsOf', { done, total }), ...(failed > 0 ? [t('runs.counts.failed', { failed })] : [])]);
}

export function tokensText(run: RunSummary): string {
  return formatNumber(run.inputTokens + run.outputTokens);
}

/** `cost`: dollars for the searches alone, where they are told by themselves. */
export function searchesText(count: number, cost: number | undefined): string {
  const searches = t('rows.searches', { count });
  return cost === undefined ? searches : t('rows.searches.priced', { searches, cost: formatDollars(cost) });
}

/** Dollars; a run without a known price says so. */
export function costText({ cost }: Pick<RunSummary, 'cost'>): string {
  return cost === undefined ? t('runs.cost.unknown') : formatDollars(cost);
}

/** “18 rows a minute, about 2 min left”, as far as it is known. */
export function paceText({ rowsPerMinute, secondsLeft }: Pick<RunSummary, 'rowsPerMinute' | 'secondsLeft'>): string {
  return formatList([
    ...(rowsPerMinute === undefined ? [] : [t('runs.pace', { count: oneDigit(rowsPerMinute) })]),
    ...(secondsLeft === undefined ? [] : [leftText(secondsLeft)]),
  ]);
}

/** “9,400 of about 28,000 tokens”, “$0.0031 of about $0.0093”; nothing until a row is done, no money without a price. */
export function spentTexts(
  run: Pick<RunView, 'expected' | 'inputTokens' | 'outputTokens' | 'cost'>,
): readonly string[] {
  const { expected, cost } = run;
  if (!expected) return [];
  const spent = formatNumber(roughly(run.inputTokens + run.outputTokens));
  const tokens = t('runs.spent.tokens', { spent, total: formatNumber(roughly(expected.tokens)) });
  if (cost === undefined || expected.cost === undefined) return [tokens];
  if (isBelowACent(expected.cost)) return [tokens, formatDollars(expected.cost)];
  return [tokens, t('runs.spent.cost', { spent: formatDollars(cost), total: formatDollars(expected.cost) })];
}

/** Two digits that say something: more would look exact. */
export function roughly(tokens: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, tokens))) - 1);
  return Math.round(tokens / step) * step;
}

/** The engine's name on screen and the model's own. */
export function modelText({ engine, model }: MadeBy): string {
  const name = engineName(engine);
  return model ? formatList([name, model]) : name;
}

function oneDigit(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
