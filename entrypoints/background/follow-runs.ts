import { showBadge } from '../../lib/adapters/browser/badge.ts';
import { countForBadge } from '../../lib/panel/badge-count.ts';
import { createRunFollower } from '../../lib/panel/run-follower.ts';
import type { Services } from './services.ts';

/** What changes with the runs: connections' numbers, the badge. */
export function followRuns({ runs, store, connections, notices, clock, reportDefect }: Services): void {
  const follower = createRunFollower({
    clock,
    reportDefect,
    noteRun: async (runId) => {
      const run = await store.getRun(runId);
      if (run !== undefined) await connections.noteRun(run);
    },
    noteAll: async () => showBadge(countForBadge(await store.listRuns(100), await notices.runsSeenAt())),
  });
  runs.changes.subscribe(follower.changed);
  notices.topic.subscribe(() => follower.changed(''));
  follower.changed('');
}
