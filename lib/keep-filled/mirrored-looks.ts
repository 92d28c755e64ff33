import type { KeepFilledStanding, KeepFilledView } from './keep-filled-view.ts';
import type { MirroredLooks } from '../mirror/mirror-row.ts';

const STANDINGS: Readonly<Record<KeepFilledStanding, MirroredLooks['standing'] | undefined>> = {
  off: undefined,
  on: 'On',
  filling: 'On',
  waiting: 'Waiting',
  paused: 'Paused',
};

/** What the connections database in Notion shows of Keep filled, by connection id. */
export function mirroredLooks(views: readonly KeepFilledView[]): ReadonlyMap<string, MirroredLooks> {
  return new Map(
    views.flatMap(({ connectionId, standing: now, lastLook }) => {
      const standing = STANDINGS[now];
      return standing ? [[connectionId, { standing, ...(lastLook && { at: lastLook.at }) }]] : [];
    }),
  );
}

/** What is told to the mirror at once: a look in which nothing changed is no reason to write into Notion. */
export function standingsKey(views: readonly KeepFilledView[]): string {
  return [...mirroredLooks(views)].map(([id, { standing }]) => `${id} ${standing}`).join();
}
