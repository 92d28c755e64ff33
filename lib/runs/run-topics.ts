import type { Emitter } from '../shared/emitter.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { RunHistory } from './run-history.ts';

/** The topics of runs: `runs` is all of them, `run:<id>` one. */
export function findRunTopic(history: RunHistory, changes: Emitter<string>, topic: string): TopicSource | undefined {
  if (topic === 'runs') return { read: () => history.list(), subscribe: (changed) => changes.subscribe(changed) };
  if (!topic.startsWith('run:')) return undefined;
  const runId = topic.slice('run:'.length);
  return {
    read: () => history.find(runId),
    subscribe: (changed) =>
      changes.subscribe((id) => {
        if (id === runId) changed();
      }),
  };
}
