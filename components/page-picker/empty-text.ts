import type { Integration } from '../../lib/notion/integration.ts';
import { t } from '../i18n/translate.ts';

/** Why a search found nothing, and what to click. */
export function emptyText(query: string, integration: Integration | undefined): string {
  if (query.trim()) return t('picker.noMatch', { query: query.trim() });
  if (integration?.kind === 'personal') return t('picker.nonePersonal');
  return t('picker.none', { integration: integration?.integrationName ?? t('word.integration') });
}
