import type { JobDetails } from '../../lib/runs/run-views.ts';
import type { WebSource } from '../../lib/language-model/web-source.ts';
import { t } from '../i18n/translate.ts';
import type { Fact } from '../ui/facts.tsx';
import '../context/context.css';

/** What was looked up for an answer, and every page that it had; that it came without a search, where it did. */
export function searchFacts({ search, unsearched }: JobDetails): readonly Fact[] {
  if (!search) return [];
  const cited = new Set(search.cited.map(({ url }) => url));
  const others = search.seen.filter(({ url }) => !cited.has(url));
  // Of several steps, one may have searched and another not.
  if (search.isReading)
    return [
      [
        t('runs.details.read'),
        search.seen.length > 0 ? <SourceList sources={search.seen} /> : t('runs.details.nothing'),
      ],
      ...((search.unread ?? []).length > 0 ? [[t('runs.details.unread'), search.unread?.join(' · ')] as const] : []),
    ];
  const said = [...search.queries, ...(unsearched ? [t('runs.details.unsearched')] : [])];
  return [
    [t('runs.details.searched'), said.join(' · ') || t('runs.details.unknown')],
    ...(search.cited.length > 0 ? [[t('runs.details.sources'), <SourceList sources={search.cited} />] as const] : []),
    ...(others.length > 0 ? [[t('runs.details.looked'), <SourceList sources={others} />] as const] : []),
  ];
}

function SourceList({ sources }: { readonly sources: readonly WebSource[] }) {
  return (
    <ul class="context-given">
      {sources.map(({ url, title }) => (
        <li key={url}>
          <a href={url} target="_blank" rel="noreferrer">
            {title ?? url}
          </a>
        </li>
      ))}
    </ul>
  );
}
