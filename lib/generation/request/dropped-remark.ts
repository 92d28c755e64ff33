import type { Run } from '../../jobs/run.ts';
import type { Failure } from '../../shared/app-error.ts';
import type { WebSearch } from '../../language-model/web-source.ts';

/** What is said of an answer whose addresses to these hosts were left out; undefined where none was. */
export function droppedRemark(hosts: readonly string[]): Failure | undefined {
  if (hosts.length === 0) return undefined;
  return { code: 'links-removed', retry: 'never', details: { hosts } };
}

/** What is said of an answer that was to be searched for on the web and was not: by the model's choice, or because its engine cannot. */
export function unsearchedRemark({ request }: Run, search: WebSearch | undefined): Failure | undefined {
  if (request.options.search === undefined || (search && search.count > 0)) return undefined;
  return { code: 'search-not-done', retry: 'never' };
}
