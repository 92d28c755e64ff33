import { Database, FileText } from 'lucide';

import type { FoundPage } from '../../lib/messaging/protocol.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';

/** What an option shows: icon, title, and the pages above it, by which twelve of one name are told apart. */
export function PageOption({ page, pathId }: { readonly page: FoundPage; readonly pathId: string }) {
  const path = page.path?.filter((title) => title !== '').join(' / ') ?? '';
  return (
    <>
      <span class="option-icon" aria-hidden="true">
        {page.icon && !page.icon.includes('/') ? page.icon : <Icon node={page.kind === 'page' ? FileText : Database} />}
      </span>
      <span class="option-text">
        <bdi class="option-title">{page.title || t('word.untitled')}</bdi>
        {path !== '' && (
          <bdi class="option-path" id={pathId}>
            {path}
          </bdi>
        )}
      </span>
      <span class="option-kind" aria-hidden="true">
        {t(page.isRow ? 'picker.kind.row' : `picker.kind.${page.kind}`)}
      </span>
    </>
  );
}
