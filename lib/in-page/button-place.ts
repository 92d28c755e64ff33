import type { PeekMode } from '../notion/page-id.ts';

/**
 * `topbar`: in Notion's row of actions. `corner`: a fixed pill, when that row is not found or is covered.
 * `over-peek`: a fixed pill in the free band above a centered peek, whose backdrop covers the top bar.
 */
export type ButtonPlace = 'topbar' | 'corner' | 'over-peek' | 'none';

export interface PlaceFacts {
  /** The URL names a page or a peek. */
  readonly hasTarget: boolean;
  readonly peekMode?: PeekMode | undefined;
  readonly hasAnchor: boolean;
  /** A click at the anchor would land in the row. Looked at only while a page is peeked. */
  readonly isAnchorReachable: boolean;
  /** Milliseconds for which a page has been open without an anchor. */
  readonly waitedMs: number;
  /** The app shows the content of some page: not “couldn't be found”, not a log-in. */
  readonly hasPageContent: boolean;
}

/** How long the app may take to draw its top bar before the pill stands in. */
export const PILL_AFTER_MS = 6_000;
/** How long the share button may be missing before a plain top bar will do. */
export const PLAIN_TOPBAR_AFTER_MS = 2_500;

export function choosePlace(facts: PlaceFacts): ButtonPlace {
  if (!facts.hasTarget) return 'none';
  if (facts.peekMode === 'center') return 'over-peek';
  if (facts.hasAnchor && (facts.peekMode === undefined || facts.isAnchorReachable)) return 'topbar';
  if (facts.hasAnchor) return 'corner';
  return facts.hasPageContent && facts.waitedMs >= PILL_AFTER_MS ? 'corner' : 'none';
}
