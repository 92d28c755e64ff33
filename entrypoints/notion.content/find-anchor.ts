import type { AnchorKind } from '../../lib/in-page/diagnosis.ts';
import { PLAIN_TOPBAR_AFTER_MS } from '../../lib/in-page/button-place.ts';
import { findRowChild } from '../../lib/in-page/row-child.ts';

/** Where the button goes: into `parent`, before `before` (null: at its end). */
export interface Anchor {
  readonly kind: AnchorKind;
  readonly parent: Element;
  readonly before: Element | null;
}

const ROW = 'notion-topbar-action-buttons';
const OTHERS = ['notion-topbar-more-button', 'notion-topbar-comments-button', 'notion-topbar-favorite-button'];
/** A peek has buttons of the same names; the button belongs to the page's own bar. */
const IN_A_PEEK = '.notion-peek-renderer, .peek-top-hover-area';

const first = (root: Element, name: string): Element | null => root.getElementsByClassName(name)[0] ?? null;

export function findTopbar(): Element | undefined {
  return [...document.getElementsByClassName('notion-topbar')].find((bar) => bar.closest(IN_A_PEEK) === null);
}

/**
 * By class names only: labels are translated. The share button's row is the steadiest of them; a top bar without any
 * known button is used only after a while, and only over a page.
 */
export function findAnchor(waitedMs: number, hasPageContent: boolean): Anchor | undefined {
  const bar = findTopbar();
  if (bar === undefined) return undefined;
  const row = first(bar, ROW);
  const others = OTHERS.map((name) => first(bar, name)).filter((button) => button !== null);
  const share = first(bar, 'notion-topbar-share-menu');
  const named = share ?? others[0];
  if (named !== undefined) {
    const rest = named === share ? others : others.slice(1);
    const found = findRowChild(named, bar, row, rest);
    if (found) return { kind: named === share ? 'share' : 'more', parent: found.row, before: found.child };
  }
  if (row !== null) return { kind: 'row', parent: row, before: row.firstElementChild };
  const plain = bar.firstElementChild?.firstElementChild ?? bar.firstElementChild;
  if (plain == null || !hasPageContent || waitedMs < PLAIN_TOPBAR_AFTER_MS) return undefined;
  return { kind: 'topbar', parent: plain, before: null };
}

/** Whether the app shows some page: its “couldn't be found” and its log-in have an address with an id too. */
export function hasPageContent(): boolean {
  const frame = document.querySelector('main') ?? document.getElementById('notion-app');
  return frame?.querySelector('[data-block-id], [contenteditable="true"]') != null;
}

/** Whether a click at the anchor would land in its row. Reads the layout. */
export function isReachable(anchor: Anchor): boolean {
  const box = (anchor.before ?? anchor.parent).getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return false;
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return hit !== null && anchor.parent.contains(hit);
}
