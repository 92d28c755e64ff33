/** The history by day. */
import type { RunSummary } from '../../lib/runs/run-views.ts';
import { formatDollars } from '../i18n/format.ts';
import { dayOf } from '../i18n/relative-time.ts';
import { t } from '../i18n/translate.ts';

export interface RunDay {
  readonly key: string;
  /** When its newest run was made; epoch ms. */
  readonly at: number;
  readonly runs: readonly RunSummary[];
}

/** Runs, newest first, as days of this device's calendar, newest first. */
export function runDays(runs: readonly RunSummary[]): readonly RunDay[] {
  const days = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = dayOf(run.createdAt);
    days.set(key, [...(days.get(key) ?? []), run]);
  }
  return [...days].map(([key, ofDay]) => ({ key, at: ofDay[0]?.createdAt ?? 0, runs: ofDay }));
}

/** “54 prompts used · $0.40”: the money as far as it is known. */
export function dayTotal({ runs }: RunDay): string {
  const prompts = runs.reduce((sum, run) => sum + run.prompts, 0);
  const known = runs.flatMap(({ cost }) => cost ?? []);
  const cost = known.reduce((sum, one) => sum + one, 0);
  return [t('run.promptsUsed', { count: prompts }), ...(cost > 0 ? [formatDollars(cost)] : [])].join(' · ');
}
