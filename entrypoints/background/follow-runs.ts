import { showBadge } from '../../lib/adapters/browser/badge.ts';
import { notifyRunEnded } from '../../lib/adapters/browser/notify.ts';
import type { Run } from '../../lib/jobs/run.ts';
import { countForBadge } from '../../lib/panel/badge-count.ts';
import { isEndedNews } from '../../lib/panel/ended-run.ts';
import { createRunFollower } from '../../lib/panel/run-follower.ts';
import type { Services } from './services.ts';

/**
 * What changes with the runs: connections' numbers, the badge, a notification at the end of a long one.
 * @returns what makes up for changes that no worker followed
 */
export function followRuns(services: Services): () => void {
  const { runs, store, connections, notices, clock, reportDefect } = services;
  const notified = new Set<string>();
  const follower = createRunFollower({
    clock,
    reportDefect,
    noteRun: async (runId) => {
      const run = await store.getRun(runId);
      if (!run) return;
      await connections.noteRun(run, await runs.history.stateOf(run));
      if (!notified.has(runId) && isEndedNews(run, clock.now())) {
        notified.add(runId);
        await notify(services, run);
      }
    },
    noteAll: async () => showBadge(countForBadge(await store.listRuns(100), await notices.runsSeenAt())),
  });
  runs.changes.subscribe(follower.changed);
  notices.topic.subscribe(() => follower.changed(''));
  const catchUp = async (): Promise<void> => {
    for (const { id } of await connections.behind(await store.listRuns(100))) follower.changed(id);
  };
  return () => {
    catchUp().catch((error: unknown) => reportDefect('follow-runs', error));
    follower.changed('');
  };
}

async function notify({ values, connections }: Services, run: Run): Promise<void> {
  if (!(await values.settings.read()).notifications) return;
  const connection = run.connectionId === undefined ? undefined : await connections.find(run.connectionId);
  await notifyRunEnded(run.id, connection?.name ?? run.request.target.title, run);
}
