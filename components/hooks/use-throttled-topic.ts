/** Topics that change with each row of a run, for views that are too large to be drawn each time. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { TopicName, Topics } from '../../lib/messaging/protocol.ts';
import { useClient } from './client-context.tsx';
import { useEffectEvent } from './use-effect-event.ts';
import { Throttle, type ThrottleOptions } from './throttle.ts';

/** The topic, drawn at most every `everyMs`. Undefined: not known yet. The options are read once for each topic. */
export function useThrottledTopic<T extends TopicName>(
  topic: T | undefined,
  options: Pick<ThrottleOptions<Topics[T]>, 'everyMs' | 'isUrgent'>,
): Topics[T] | undefined {
  const client = useClient();
  const [known, setKnown] = useState<{ readonly topic: T; readonly value: Topics[T] } | undefined>();
  const begin = useEffectEvent(
    (topicNow: T) => new Throttle<Topics[T]>((value) => setKnown({ topic: topicNow, value }), options),
  );
  useEffect(() => {
    if (topic === undefined) return undefined;
    const throttle = begin(topic);
    const end = client.watch(
      topic,
      (value) => throttle.take(value),
      // What was last seen stays; the view around it says what is wrong.
      () => undefined,
    );
    return () => {
      throttle.stop();
      end();
    };
  }, [client, topic]);
  // Another topic never shows the value of the one before.
  return known?.topic === topic ? known?.value : undefined;
}

/** A number or a text made of a topic: the view is drawn anew where that changes, and not with the topic. */
export function useTopicPart<T extends TopicName, P extends string | number>(
  topic: T,
  partOf: (value: Topics[T]) => P,
): P | undefined {
  const client = useClient();
  const [part, setPart] = useState<P | undefined>();
  const value = useRef<Topics[T] | undefined>(undefined);
  const take = useEffectEvent((now: Topics[T]) => {
    value.current = now;
    setPart(partOf(now));
  });
  useEffect(() => client.watch(topic, take, () => undefined), [client, topic]);
  return value.current === undefined ? part : partOf(value.current);
}
