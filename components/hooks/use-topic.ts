import { useLayoutEffect, useState } from 'preact/hooks';

import type { TopicName, Topics } from '../../lib/messaging/protocol.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient, type VisenClient } from './client-context.tsx';

interface TopicState<T> {
  readonly value?: T;
  readonly failure?: Failure;
}

interface Known<T extends TopicName> {
  readonly client: VisenClient;
  readonly topic: T | undefined;
  readonly state: TopicState<Topics[T]>;
}

const NOTHING = {};

/** A topic of the background, live. Neither value nor failure: not known yet. Without a topic nothing is watched. */
export function useTopicState<T extends TopicName>(topic: T | undefined): TopicState<Topics[T]> {
  const client = useClient();
  const [known, setKnown] = useState<Known<T>>({ client, topic, state: {} });
  // Before the first paint: the value is on its way while the browser draws.
  useLayoutEffect(() => {
    if (topic === undefined) return undefined;
    const set = (change: (state: TopicState<Topics[T]>) => TopicState<Topics[T]>) =>
      setKnown((now) => ({
        client,
        topic,
        state: change(now.topic === topic && now.client === client ? now.state : {}),
      }));
    return client.watch(
      topic,
      (value) => set(() => ({ value })),
      (failure) => set((state) => ({ ...state, failure })),
    );
  }, [client, topic]);
  // Another topic never shows the value of the one before.
  return known.client === client && known.topic === topic ? known.state : NOTHING;
}

/** The value alone, where a failure needs no words of its own. */
export function useTopic<T extends TopicName>(topic: T | undefined): Topics[T] | undefined {
  return useTopicState(topic).value;
}
