import { browser } from '../../lib/adapters/browser/browser.ts';
import { standingsKey } from '../../lib/keep-filled/mirrored-looks.ts';
import { createMirrorFollower } from '../../lib/mirror/mirror-follower.ts';
import type { Services } from './services.ts';

/** Wakes the worker for a mirror that is behind. */
export const MIRROR_ALARM = 'visen-mirror';

/**
 * Keeps the mirror's rows with the connections while the worker lives, and asks for an alarm when something is left.
 * @returns what makes up for changes that no worker followed
 */
export function followMirror({ mirror, keepFilled, connections, settings, clock, reportDefect }: Services): () => void {
  const follower = createMirrorFollower({
    sync: () => mirror.sync(),
    clock,
    onDefect: (error) => reportDefect('mirror', error),
    wakeAt: (when) => void browser.alarms.create(MIRROR_ALARM, { when }),
  });
  connections.topic.subscribe(follower.changed);
  settings.topic.subscribe(follower.changed);
  let standings: string | undefined;
  const followStandings = async (): Promise<void> => {
    const before = standings;
    standings = standingsKey(await keepFilled.list());
    if (before !== undefined && before !== standings) follower.changed();
  };
  keepFilled.topic.subscribe(() => void followStandings().catch((error: unknown) => reportDefect('mirror', error)));
  const catchUp = async (): Promise<void> => {
    if ((await mirror.view()).state === 'behind') follower.changed();
  };
  return () => {
    for (const work of [followStandings, catchUp]) work().catch((error: unknown) => reportDefect('mirror', error));
  };
}
