import type { UsageView } from '../../lib/usage/plan.ts';
import { usageText } from '../app/usage-text.ts';
import { formatDollars, formatNumber } from '../i18n/format.ts';
import { locale, t } from '../i18n/translate.ts';
import { priceDateText } from '../runs/price-date.ts';
import { Facts } from '../ui/facts.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** What this month took so far. */
export function MonthUsage({ usage }: { readonly usage: UsageView }) {
  const { spendingCap } = usage;
  return (
    <section class="stack-tight">
      <h2>{t('upgrade.month', { month: monthName(usage.month) })}</h2>
      <p>{usageText(usage)}</p>
      {usage.limit !== undefined && (
        <ProgressBar
          name={t('upgrade.used')}
          value={Math.min(usage.used, usage.limit)}
          max={Math.max(1, usage.limit)}
        />
      )}
      <Facts
        facts={[
          [t('upgrade.monthPrompts'), formatNumber(usage.monthPrompts)],
          [
            t('runs.column.tokens'),
            t('runs.tokens', { input: usage.monthInputTokens, output: usage.monthOutputTokens }),
          ],
          [t('runs.cost'), `${formatDollars(usage.monthCost)} ${priceDateText(usage.pricesAsOf)}`],
          ...(spendingCap === undefined ? [] : ([[t('upgrade.cap'), formatDollars(spendingCap)]] as const)),
        ]}
      />
      <p class="soft small">{t('upgrade.pays')}</p>
    </section>
  );
}

/** “November 2026”, from `2026-11`. Months are UTC months. */
function monthName(month: string): string {
  const at = Date.parse(`${month}-01`);
  if (Number.isNaN(at)) return month;
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}
