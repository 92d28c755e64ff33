import { useRef } from 'preact/hooks';

/** Starts something under an id that the click makes: until that is acknowledged, another click asks for the same. Returns the id. */
export function useOneStart(): (start: (id: string) => Promise<unknown>) => Promise<string> {
  const unacknowledged = useRef<string | undefined>(undefined);
  return async (start) => {
    const id = (unacknowledged.current ??= crypto.randomUUID());
    await start(id);
    unacknowledged.current = undefined;
    return id;
  };
}
