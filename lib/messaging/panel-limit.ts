import { createBurstLimit } from '../shared/burst-limit.ts';

const PER_MS = 60_000;
/** More clicks than a person has use for: the panel is open after the first. */
const MOST_PER_TAB = 6;
const MOST_IN_ALL = 20;
const MOST_TABS = 200;

/**
 * How often content scripts may have a panel opened: a few times a minute for each tab, and not much more in all. A page that took its
 * content script over can ask no more often than that.
 */
export function createPanelLimit(now: () => number): (tabId: number) => boolean {
  const inAll = createBurstLimit(MOST_IN_ALL, PER_MS, now);
  const byTab = new Map<number, () => boolean>();
  return (tabId) => {
    const ofTab = byTab.get(tabId) ?? createBurstLimit(MOST_PER_TAB, PER_MS, now);
    // The tab that asked last stands last: the one that is forgotten asked long ago.
    byTab.delete(tabId);
    byTab.set(tabId, ofTab);
    const [oldest] = byTab.keys();
    if (byTab.size > MOST_TABS && oldest !== undefined) byTab.delete(oldest);
    return ofTab() && inAll();
  };
}
