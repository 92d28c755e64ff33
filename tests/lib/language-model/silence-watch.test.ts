import { describe, expect, it, onTestFinished } from 'vitest';
import { createSilenceWatch, type SilenceWatch } from '../../../lib/language-model/silence-watch.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';

const MINUTE = 60_000;

function start(): { watch: SilenceWatch; clock: ManualClock; silences: () => number } {
  const clock = createManualClock();
  let count = 0;
  const watch = createSilenceWatch({ clock, idleMs: MINUTE, firstMs: 10 * MINUTE }, () => (count += 1));
  onTestFinished(() => watch.close());
  return { watch, clock, silences: () => count };
}

describe('the silence of an engine', () => {
  it('may last for minutes before the first words, and is then told as “not begun”', async () => {
    const { watch, clock, silences } = start();
    await clock.advance(10 * MINUTE - 1);
    expect(silences()).toBe(0);
    await clock.advance(1);
    expect(silences()).toBe(1);
    expect(watch.stall()).toMatchObject({ code: 'engine-stalled', details: { reason: 'not-begun', minutes: 10 } });
  });

  it('may last for a minute after them, counted from the last', async () => {
    const { watch, clock, silences } = start();
    await clock.advance(7 * MINUTE);
    watch.noteProgress();
    await clock.advance(50_000);
    watch.noteProgress();
    await clock.advance(MINUTE - 1);
    expect(silences()).toBe(0);
    await clock.advance(1);
    expect(watch.stall()).toMatchObject({ code: 'engine-stalled', details: { limitSeconds: 60 } });
  });

  it('does not count while nobody waits', async () => {
    const { watch, clock, silences } = start();
    watch.noteProgress();
    watch.setWaiting(false);
    await clock.advance(30 * MINUTE);
    watch.setWaiting(true);
    await clock.advance(MINUTE - 1);
    expect(silences()).toBe(0);
  });

  it('ends after the last word within seconds, and is no failure', async () => {
    const { watch, clock, silences } = start();
    watch.noteProgress();
    watch.expectEnd();
    await clock.advance(10_000);
    expect(silences()).toBe(1);
    expect(watch.isPastEnd()).toBe(true);
    expect(watch.stall()).toBeUndefined();
  });

  it('has an end, also when thoughts come for ever', async () => {
    const { watch, clock, silences } = start();
    for (let minute = 0; minute < 45; minute += 1) {
      watch.noteProgress();
      await clock.advance(MINUTE / 2);
      watch.noteProgress();
      await clock.advance(MINUTE / 2);
    }
    expect(silences()).toBe(1);
    expect(watch.stall()).toMatchObject({ code: 'engine-stalled' });
  });
});
