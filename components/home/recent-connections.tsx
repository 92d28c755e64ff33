import { Database, FileText } from 'lucide';

import type { Connection } from '../../lib/connections/connection.ts';
import { connectionHint } from '../connections/connection-hint.ts';
import { useConnections } from '../connections/use-connections.ts';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { Moment } from '../ui/moment.tsx';
import './home.css';

const SHOWN = 5;

interface RecentConnectionsProps {
  /** Where the App is, for surfaces outside it. */
  readonly base?: string;
}

/** The connections that were used or changed last; each leads to its Create view. */
export function RecentConnections({ base = '' }: RecentConnectionsProps) {
  const connections = useConnections();
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
                <span class="recent-name">
                  <bdi>{connection.name}</bdi>
                  <Hint connection={connection} />
                </span>
                <span class="soft small">
                  <Moment at={used(connection)} />
                </span>
              </a>
            </li>
          </ItemBoundary>
        ))}
      </ul>
    </section>
  );
}

function Hint({ connection }: { readonly connection: Connection }) {
  const hint = connectionHint(connection);
  return hint === '' ? null : (
    <span class="recent-hint soft small" dir="auto">
      {hint}
    </span>
  );
}
