import { Database, FileText } from 'lucide';

import type { FoundPage } from '../../lib/notion/views.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';

/** The pages above one, outermost first; empty where none is known. */
export function pathText(page: FoundPage): string {
  return page.path?.filter((title) => title !== '').join(' / ') ?? '';
}

/**
 * What an option shows: icon, title, and the pages above it, by which twelve of one name are told apart. An option is named by its
 * title alone, so path and kind are drawn beside it and are no part of its text.
 */
export function PageOption({ page }: { readonly page: FoundPage }) {
  const path = pathText(page);
  return (
    <>
      <span class="option-icon" aria-hidden="true">
        {page.icon && !page.icon.includes('/') ? page.icon : <Icon node={page.kind === 'page' ? FileText : Database} />}
      </span>
      <span class="option-text">
        <bdi class="option-title">{page.title || t('word.untitled')}</bdi>
        {path !== '' && <span class="option-path" data-text={path} />}
      </span>
      <span class="option-kind" data-text={t(page.isRow ? 'picker.kind.row' : `picker.kind.${page.kind}`)} />
    </>
  );
}
