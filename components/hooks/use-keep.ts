import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';

export interface Keep<T> {
  readonly keep: (value: T) => void;
  /** Saves at once what waits. */
  readonly flush: () => void;
  /** What waits is not saved. */
  readonly drop: () => void;
}

interface KeepOptions {
  readonly pauseMs?: number;
  /** A popup closes when it loses the focus. */
  readonly onBlur?: boolean;
}

/**
 * Saves what is on screen a moment after each change, and at once when the surface or the component goes.
 * `save` stays the same for as long as it saves to the same place. It gives `undefined` where there is no place yet.
 */
export function useKeep<T>(
  save: (value: T) => Promise<unknown> | undefined,
  { pauseMs = 500, onBlur = false }: KeepOptions = {},
): Keep<T> {
  const unsaved = useRef<{ readonly value: T } | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const kept = unsaved.current;
    const saving = kept && save(kept.value);
    if (!saving) return;
    unsaved.current = undefined;
    saving.catch(() => {
      // It is still on screen; the next change tries again.
      unsaved.current ??= kept;
    });
  }, [save]);
  useEffect(() => {
    const events = onBlur ? ['pagehide', 'blur'] : ['pagehide'];
    for (const event of events) window.addEventListener(event, flush);
    return () => {
      for (const event of events) window.removeEventListener(event, flush);
      flush();
    };
  }, [flush, onBlur]);
  return useMemo(
    () => ({
      flush,
      keep: (value) => {
        unsaved.current = { value };
        clearTimeout(timer.current);
        timer.current = setTimeout(flush, pauseMs);
      },
      drop: () => {
        clearTimeout(timer.current);
        unsaved.current = undefined;
      },
    }),
    [flush, pauseMs],
  );
}
