import { useEffect, useState } from 'preact/hooks';

import { useEffectEvent } from '../../hooks/use-effect-event.ts';
import type { RowItem } from '../data/row-item.ts';
import type { ShownJob } from './cell-content.ts';

interface FollowOptions {
  /** The run or trial that is shown. */
  readonly runId: string | undefined;
  readonly items: readonly RowItem[];
  readonly shownJobOf: (item: RowItem) => ShownJob | undefined;
  readonly box: { readonly current: HTMLElement | null };
  readonly scrollTo: (index: number) => void;
  /** A trial asks, and nobody works in the grid: what Tab leads to there is its first question. */
  readonly onAsked: () => void;
}

/** The grid goes along with the row at work until a person scrolls it, and to the first answer that a trial asks about. */
export function useFollow({ runId, items, shownJobOf, box, scrollTo, onAsked }: FollowOptions) {
  const [leftRun, setLeftRun] = useState<string | undefined>();
  const isFollowing = runId !== undefined && leftRun !== runId;
  const at = items.findIndex((item) => shownJobOf(item)?.job.state === 'generating');
  // Whoever works in the grid is not moved away from there.
  const isInUse = () => box.current?.contains(document.activeElement) === true;
  const goToWorked = useEffectEvent(() => {
    if (!isInUse()) scrollTo(at);
  });
  useEffect(() => {
    if (isFollowing && at >= 0) goToWorked();
  }, [isFollowing, at]);
  const asked = items.findIndex((item) => shownJobOf(item)?.job.decision === 'open');
  const asks = at < 0 && asked >= 0;
  // To the first question once, not on to each that is left.
  const goToAsked = useEffectEvent(() => {
    if (isInUse()) return;
    scrollTo(asked);
    onAsked();
  });
  useEffect(() => {
    if (isFollowing && asks) goToAsked();
  }, [isFollowing, asks]);
  const leave = () => {
    if (at >= 0 && isFollowing) setLeftRun(runId);
  };
  return {
    /** There is a row to go back to. */
    canFollow: at >= 0 && !isFollowing,
    follow: () => setLeftRun(undefined),
    /** A wheel, a finger or the scroll bar: each is a person's. */
    handlers: { onWheel: leave, onTouchMove: leave, onPointerDown: leave },
  };
}
