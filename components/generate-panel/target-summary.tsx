import { Database, FileText } from 'lucide';

import type { Target } from '../../lib/run-request/target.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import './generate-panel.css';

/** What is written into: its icon, its title, and whether it is a page or a database. */
export function TargetSummary({ target }: { readonly target: Target }) {
  return (
    <div class="target">
      <span class="target-icon" aria-hidden="true">
        {target.icon && !target.icon.includes('/') ? (
          target.icon
        ) : (
          <Icon node={target.kind === 'page' ? FileText : Database} size={18} />
        )}
      </span>
      <div class="target-text">
        <a class="target-title" href={target.url} target="_blank" rel="noopener noreferrer">
          {target.title || t('word.untitled')}
        </a>
        <span class="soft small">{t(`target.${target.kind}`)}</span>
      </div>
    </div>
  );
}
