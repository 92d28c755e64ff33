/** A run's facts in words. */
import type { EngineId } from '../../lib/language-model/language-model.ts';
import type { RunView } from '../../lib/messaging/protocol.ts';
import { formatDollars, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** What was written into: the connection's name, or the page's own. */
export function runTitle(run: RunView): string {
  return run.connectionName || run.request.target.title || t('word.untitled');
}

/** “12 done, 1 failed, 2 skipped of 40”; parts that are zero are left out, the first is always there. */
export function countsText({
  done,
  failed,
  skipped,
  total,
}: Pick<RunView, 'done' | 'failed' | 'skipped' | 'total'>): string {
  const parts = [
    t('runs.counts.done', { done }),
    ...(failed > 0 ? [t('runs.counts.failed', { failed })] : []),
    ...(skipped > 0 ? [t('runs.counts.skipped', { skipped })] : []),
  ];
  return t('runs.counts', { parts: parts.join(', '), total });
}

/** “96 of 240, 2 failed”: the same, short enough for a list. */
export function rowsText({ done, failed, total }: Pick<RunView, 'done' | 'failed' | 'total'>): string {
  const rows = t('runs.rowsOf', { done, total });
  return failed > 0 ? `${rows}, ${t('runs.counts.failed', { failed })}` : rows;
}

export function tokensText(run: RunView): string {
  return formatNumber(run.inputTokens + run.outputTokens);
}

/** Dollars; a run without a known price says so. */
export function costText({ cost }: Pick<RunView, 'cost'>): string {
  return cost === undefined ? t('runs.cost.unknown') : formatDollars(cost);
}

/** “about 2 min left”. */
export function leftText(seconds: number): string {
  if (seconds < 1.5 * MINUTE) return t('runs.left.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 1.5 * HOUR) return t('runs.left.minutes', { count: Math.round(seconds / MINUTE) });
  return t('runs.left.hours', { count: Math.round(seconds / HOUR) });
}

/** “18 rows a minute, about 2 min left”, as far as it is known. */
export function paceText({ rowsPerMinute, secondsLeft }: Pick<RunView, 'rowsPerMinute' | 'secondsLeft'>): string {
  return [
    ...(rowsPerMinute === undefined ? [] : [t('runs.pace', { count: oneDigit(rowsPerMinute) })]),
    ...(secondsLeft === undefined ? [] : [leftText(secondsLeft)]),
  ].join(', ');
}

/** The engine's name on screen and the model's own. */
export function modelText({ engine, model }: Pick<RunView, 'engine' | 'model'>): string {
  const engines: readonly string[] = ['gemini', 'openai', 'compatible', 'chrome'] satisfies EngineId[];
  const name = engines.includes(engine) ? t(`engine.${engine as EngineId}`) : engine;
  return model ? `${name}, ${model}` : name;
}

function oneDigit(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
