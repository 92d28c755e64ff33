import { t } from '../i18n/translate.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** “about 2 min left”. */
export function leftText(seconds: number): string {
  if (seconds < 1.5 * MINUTE) return t('runs.left.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 1.5 * HOUR) return t('runs.left.minutes', { count: Math.round(seconds / MINUTE) });
  return t('runs.left.hours', { count: Math.round(seconds / HOUR) });
}
