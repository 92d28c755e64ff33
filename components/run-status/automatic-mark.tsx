import type { RunView } from '../../lib/runs/run-views.ts';
import { t } from '../i18n/translate.ts';
import './state-badge.css';

/** Beside a run that Keep filled started; nothing beside others. */
export function AutomaticMark({ run }: { readonly run: Pick<RunView, 'automatic'> }) {
  return run.automatic ? <span class="automatic-mark">{t('run.automatic')}</span> : null;
}
