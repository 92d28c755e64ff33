import { expect, it } from 'vitest';

import { createMirrorFollower } from '../../../lib/mirror/mirror-follower.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

it('goes on following after a look that threw', async () => {
  const clock = createManualClock();
  const defects: unknown[] = [];
  let looks = 0;
  const follower = createMirrorFollower({
    clock,
    wakeAt: () => undefined,
    onDefect: (error) => defects.push(error),
    sync: async () => {
      looks += 1;
      if (looks === 1) throw new Error('no room');
      return { state: 'ok', pending: 0 };
    },
  });
  follower.changed();
  await clock.advance(60_000);
  follower.changed();
  await clock.advance(60_000);
  expect(looks).toBe(2);
  expect(defects).toHaveLength(1);
});
