import { formatDay } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

/** “(estimate, prices of Nov 1, 2026)”; where the list's date is not known, that it is an estimate. */
export function priceDateText(pricesAsOf: string | undefined): string {
  return pricesAsOf ? t('cost.asOf', { date: formatDay(pricesAsOf) }) : t('cost.estimate');
}
