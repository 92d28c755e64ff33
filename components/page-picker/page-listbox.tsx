import { useEffect, useId, useRef, useState } from 'preact/hooks';

import type { FoundPage } from '../../lib/notion/views.ts';
import { t } from '../i18n/translate.ts';
import { PageOption, pathText } from './page-option.tsx';
import '../ui/overlays.css';

interface PageListboxProps {
  readonly name: string;
  readonly pages: readonly FoundPage[];
  readonly chosen: string | undefined;
  readonly onChoose: (page: FoundPage) => void;
  /** Enter or a click goes on with the page; without it they choose, as the arrow keys do. */
  readonly onOpen?: ((page: FoundPage) => void) | undefined;
  readonly id?: string;
}

/** A listbox of pages named by title: one tab stop, arrow keys move and choose. */
export function PageListbox({ name, pages, chosen, onChoose, onOpen, id: givenId }: PageListboxProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
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
      id={id}
      class="listbox"
      role="listbox"
      aria-label={name}
      tabIndex={0}
      aria-activedescendant={`${id}-${at}`}
      onKeyDown={(event) => {
        const page = pages[at];
        if (onOpen && page && event.key === 'Enter') {
          event.preventDefault();
          return onOpen(page);
        }
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
          aria-label={page.title || t('word.untitled')}
          {...(pathText(page) !== '' && { 'aria-description': pathText(page) })}
          aria-selected={page.id === chosen}
          data-active={index === at && page.id === chosen}
          onClick={() => (onOpen ? onOpen(page) : move(index))}
        >
          <PageOption page={page} />
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
