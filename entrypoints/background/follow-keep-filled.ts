import type { Services } from './services.ts';

/** What each start of the worker does for databases that keep themselves filled. @returns what makes up, once, for looks that were missed */
export function followKeepFilled({ keepFilled, runs, connections, unlocked, reportDefect }: Services): () => void {
  const report = (error: unknown): void => reportDefect('keep-filled', error);
  runs.changes.subscribe((runId) => void keepFilled.runChanged(runId).catch(report));
  connections.topic.subscribe(() => void keepFilled.connectionsChanged().catch(report));
  unlocked.subscribe(() => void keepFilled.wakeWaiting(['locked']).catch(report));
  addEventListener('online', () => void keepFilled.wakeWaiting(['offline']).catch(report));
  return () => keepFilled.tick();
}
