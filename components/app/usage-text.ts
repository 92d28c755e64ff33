import { t } from '../i18n/translate.ts';

/** “Prompts used 1 of 10”. */
export function usageText(usage: { readonly used: number; readonly limit?: number }): string {
  return usage.limit === undefined
    ? t('usage.unlimited', { used: usage.used })
    : t('usage.limited', { used: usage.used, limit: usage.limit });
}
