/** Topics that change with each row of a run, for views that are too large to be drawn each time. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { TopicName, Topics } from '../../lib/messaging/protocol.ts';
import { useClient } from './client-context.tsx';
import { SteadyValue, type SteadyOptions } from './steady-value.ts';

/** The topic, drawn at most every `everyMs`. Undefined: not known yet. The options are read once for each topic. */
export function useSteadyTopic<T extends TopicName>(
  topic: T | undefined,
  options: Pick<SteadyOptions<Topics[T]>, 'everyMs' | 'isUrgent'>,
): Topics[T] | undefined {
  const client = useClient();
  const [known, setKnown] = useState<{ readonly topic: T; readonly value: Topics[T] } | undefined>();
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    if (topic === undefined) return undefined;
    const steady = new SteadyValue<Topics[T]>((value) => setKnown({ topic, value }), latest.current);
    const end = client.watch(
      topic,
      (value) => steady.take(value),
      // What was last seen stays; the view around it says what is wrong.
      () => undefined,
    );
    return () => {
      steady.stop();
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
  const latest = useRef(partOf);
  latest.current = partOf;
  useEffect(
    () =>
      client.watch(
        topic,
        (now) => {
          value.current = now;
          setPart(latest.current(now));
        },
        () => undefined,
      ),
    [client, topic],
  );
  return value.current === undefined ? part : partOf(value.current);
}
