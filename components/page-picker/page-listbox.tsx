import { Database, FileText } from 'lucide';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import type { FoundPage } from '../../lib/messaging/protocol.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import '../ui/overlays.css';

interface PageListboxProps {
  readonly name: string;
  readonly pages: readonly FoundPage[];
  readonly chosen: string | undefined;
  readonly onChoose: (page: FoundPage) => void;
}

/** A listbox of pages named by title: one tab stop, arrow keys move and choose. */
export function PageListbox({ name, pages, chosen, onChoose }: PageListboxProps) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(0);
  const at = Math.min(active, pages.length - 1);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const move = (index: number) => {
    const page = pages[index];
    if (!page) return;
    setActive(index);
    onChoose(page);
  };
  return (
    <ul
      ref={list}
      class="listbox"
      role="listbox"
      aria-label={name}
      tabIndex={0}
      aria-activedescendant={`${id}-${at}`}
      onKeyDown={(event) => {
        const next = targetOf(event.key, at, pages.length);
        if (next === undefined) return;
        event.preventDefault();
        move(next);
      }}
    >
      {pages.map((page, index) => (
        <li
          key={page.id}
          id={`${id}-${index}`}
          class="listbox-option"
          role="option"
          aria-selected={page.id === chosen}
          data-active={index === at && page.id === chosen}
          onClick={() => move(index)}
        >
          {page.icon && !page.icon.includes('/') ? (
            <span aria-hidden="true">{page.icon}</span>
          ) : (
            <Icon node={page.kind === 'page' ? FileText : Database} />
          )}
          <span>{page.title || t('word.untitled')}</span>
        </li>
      ))}
    </ul>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'Enter' || key === ' ') return at;
  return undefined;
}
