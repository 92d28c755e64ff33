import type { KeyValueStore } from './key-value-store.ts';
import type { VersionedValue } from './versioned-value.ts';

/** One value's part of a change that is stored as a whole. */
export interface PlannedChange {
  run(entries: Record<string, unknown>, next: () => Promise<void>): Promise<void>;
}

export function planChange<T>(value: VersionedValue<T>, apply: (before: T) => T | Promise<T>): PlannedChange {
  const { key, version } = value.definition;
  return {
    run: async (entries, next) => {
      await value.alone(async (before) => {
        entries[key] = { version, value: await apply(before) };
        await next();
      });
      value.announce();
    },
  };
}

/**
 * Stores several values at once, or none: when a change throws or the store refuses, all stay as they were. All values must be
 * of `store`, and every caller must name them in the same order (settings, secrets, prompts, connections, keepFilled): each one waits
 * for its own queue.
 */
export async function updateTogether(store: KeyValueStore, changes: readonly PlannedChange[]): Promise<void> {
  const entries: Record<string, unknown> = {};
  const runFrom = async (index: number): Promise<void> => {
    const change = changes[index];
    if (change === undefined) await store.set(entries);
    else await change.run(entries, () => runFrom(index + 1));
  };
  await runFrom(0);
}

/** Does the task while none of these values is being changed. They stand in the order of `updateTogether`; what is stored is not read. */
export function inQuietOf(
  values: readonly Pick<VersionedValue<unknown>, 'quiet'>[],
  task: () => Promise<void>,
): Promise<void> {
  return values.reduceRight((inner, value) => () => value.quiet(inner), task)();
}
