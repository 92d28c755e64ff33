import { useEffect, useState } from 'preact/hooks';

import type { CallWait } from '../../lib/messaging/command-waits.ts';
import type { CommandName } from '../../lib/messaging/protocol.ts';
import { Emitter } from '../../lib/shared/emitter.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useStable } from '../hooks/use-stable.ts';

/** Commands whose waits have a place of their own on screen, and how many such places there are. */
const placed = new Map<CommandName, number>();
const placesChanged = new Emitter<void>();

/**
 * The wait to show, if any: of these commands the one that lasts longest. Without commands: of those that are shown nowhere else.
 */
export function useWait(given: readonly CommandName[] | undefined): CallWait | undefined {
  const { waits } = useClient();
  const [all, setAll] = useState(waits.list);
  const [, redraw] = useState(0);
  const commands = useStable(given);
  useEffect(() => {
    const follow = () => setAll(waits.list);
    follow();
    return waits.subscribe(follow);
  }, [waits]);
  useEffect(() => {
    if (commands === undefined) return placesChanged.subscribe(() => redraw((count) => count + 1));
    return takePlace(commands);
  }, [commands]);
  return longest(all.filter(({ name }) => commands?.includes(name) ?? !placed.has(name)));
}

function takePlace(commands: readonly CommandName[]): () => void {
  for (const name of commands) placed.set(name, (placed.get(name) ?? 0) + 1);
  placesChanged.emit();
  return () => {
    for (const name of commands) {
      const left = (placed.get(name) ?? 1) - 1;
      if (left > 0) placed.set(name, left);
      else placed.delete(name);
    }
    placesChanged.emit();
  };
}

function longest(waits: readonly CallWait[]): CallWait | undefined {
  return waits.reduce<CallWait | undefined>(
    (found, wait) => (found === undefined || wait.until > found.until ? wait : found),
    undefined,
  );
}
