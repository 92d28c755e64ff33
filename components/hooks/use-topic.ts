import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

import type { TopicName, Topics } from '../../lib/messaging/protocol.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from './client-context.tsx';

interface TopicState<T> {
  readonly value?: T;
  readonly failure?: Failure;
}

/** A topic of the background, live. Neither value nor failure: not known yet. Without a topic nothing is watched. */
export function useTopicState<T extends TopicName>(topic: T | undefined): TopicState<Topics[T]> {
  const client = useClient();
  // A fresh signal per topic: another topic never shows the value of the one before.
  const state = useMemo(() => signal<TopicState<Topics[T]>>({}), [client, topic]);
  useEffect(() => {
    if (topic === undefined) return undefined;
    return client.watch(
      topic,
      (value) => (state.value = { value }),
      (failure) => (state.value = { ...state.value, failure }),
    );
  }, [client, topic, state]);
  return state.value;
}

/** The value alone, where a failure needs no words of its own. */
export function useTopic<T extends TopicName>(topic: T | undefined): Topics[T] | undefined {
  return useTopicState(topic).value;
}
