import { describe, expect, it } from 'vitest';

import { choosePlace, PILL_AFTER_MS } from '../../../lib/in-page/button-place.ts';
import type { PlaceFacts } from '../../../lib/in-page/button-place.ts';

const open: PlaceFacts = {
  hasTarget: true,
  hasAnchor: true,
  isAnchorReachable: true,
  waitedMs: 0,
  hasPageContent: true,
};

describe('choosePlace', () => {
  it('puts the button into the top bar of an open page', () => {
    expect(choosePlace(open)).toBe('topbar');
  });

  it('shows nothing where the URL names no page, whatever else is there', () => {
    expect(choosePlace({ ...open, hasTarget: false, peekMode: 'center', waitedMs: 60_000 })).toBe('none');
  });

  it('goes above a centered peek, whose backdrop covers the top bar', () => {
    expect(choosePlace({ ...open, peekMode: 'center' })).toBe('over-peek');
    expect(choosePlace({ ...open, peekMode: 'center', hasAnchor: false })).toBe('over-peek');
  });

  it.each(['side', 'unknown', 'full'] as const)(
    'stays in the top bar beside a %s peek that leaves it free',
    (peekMode) => {
      expect(choosePlace({ ...open, peekMode })).toBe('topbar');
    },
  );

  it.each(['side', 'unknown', 'full'] as const)('leaves a top bar that a %s peek covers', (peekMode) => {
    expect(choosePlace({ ...open, peekMode, isAnchorReachable: false })).toBe('corner');
  });

  it('does not ask for reachability while nothing is peeked: a dialog may cover the bar for a moment', () => {
    expect(choosePlace({ ...open, isAnchorReachable: false })).toBe('topbar');
  });

  it('waits for the top bar before the pill stands in', () => {
    const missing = { ...open, hasAnchor: false };
    expect(choosePlace({ ...missing, waitedMs: PILL_AFTER_MS - 1 })).toBe('none');
    expect(choosePlace({ ...missing, waitedMs: PILL_AFTER_MS })).toBe('corner');
  });

  it('shows no pill over a page that could not be found', () => {
    expect(choosePlace({ ...open, hasAnchor: false, hasPageContent: false, waitedMs: 60_000 })).toBe('none');
  });
});
