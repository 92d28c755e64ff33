import type { Fault } from './faults.ts';

/**
 * What is wrong with a key, if anything. Without a list of keys a person may type any key; one whose text contains
 * `wrong`, `invalid`, `expired`, `restricted` or `nocredit` shows that failure.
 */
export function faultOfKey(key: string | undefined, accepted: readonly string[] | undefined): Fault | undefined {
  if (key === undefined || key === '') return { kind: 'key-wrong' };
  if (accepted) return accepted.includes(key) ? undefined : { kind: 'key-wrong' };
  const text = key.toLowerCase();
  if (text.includes('wrong') || text.includes('invalid')) return { kind: 'key-wrong' };
  if (text.includes('expired')) return { kind: 'key-expired' };
  if (text.includes('restricted')) return { kind: 'key-restricted' };
  if (text.includes('nocredit')) return { kind: 'no-credit' };
  return undefined;
}
