import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { StateBadge } from '../run-status/state-badge.tsx';
import { Moment } from '../ui/moment.tsx';
import '../home/home.css';

const SHOWN = 3;

/** The last runs with how they stand; each leads to its view in the App. */
export function RecentRuns() {
  const runs = useTopic('runs');
  if (!runs || runs.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{t('panel.recentRuns')}</h2>
      <ul class="recent">
        {runs.slice(0, SHOWN).map((run) => (
          <li key={run.id}>
            <a class="recent-link" href={`options.html#/runs/${encodeURIComponent(run.id)}`} target="_blank">
              <span class="recent-name">
                <bdi>{run.connectionName ?? (run.request.target.title || t('word.untitled'))}</bdi>
              </span>
              <StateBadge state={run.state} trial={run.trial} />
              <span class="soft small">
                <Moment at={run.createdAt} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
