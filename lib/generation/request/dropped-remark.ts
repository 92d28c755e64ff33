import type { Failure } from '../../shared/app-error.ts';

/** What is said of an answer whose addresses to these hosts were left out; undefined where none was. */
export function droppedRemark(hosts: readonly string[]): Failure | undefined {
  if (hosts.length === 0) return undefined;
  return { code: 'links-removed', retry: 'never', details: { hosts } };
}
