import { Database, FileText } from 'lucide';

import { ItemBoundary } from '../errors/broken-item.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import './home.css';

const SHOWN = 5;

interface RecentConnectionsProps {
  /** Where the App is, for surfaces outside it. */
  readonly base?: string;
}

/** The connections that were used or changed last; each leads to its Create view. */
export function RecentConnections({ base = '' }: RecentConnectionsProps) {
  const connections = useTopic('connections');
  if (!connections || connections.length === 0) return null;
  const used = (at: (typeof connections)[number]) => at.lastRun?.at ?? at.updatedAt;
  const recent = [...connections].sort((a, b) => used(b) - used(a)).slice(0, SHOWN);
  return (
    <section class="stack-tight">
      <h2>{t('home.recent')}</h2>
      <ul class="recent">
        {recent.map((connection) => (
          <ItemBoundary key={connection.id}>
            <li>
              <a
                class="recent-link"
                href={`${base}#/create/${encodeURIComponent(connection.id)}`}
                {...(base && { target: '_blank' })}
              >
                <Icon node={connection.target.kind === 'page' ? FileText : Database} />
                <span class="recent-name">{connection.name}</span>
                <span class="soft small">{formatMoment(used(connection))}</span>
              </a>
            </li>
          </ItemBoundary>
        ))}
      </ul>
    </section>
  );
}
