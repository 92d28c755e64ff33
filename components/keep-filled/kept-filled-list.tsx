import type { Connection } from '../../lib/connections/connection.ts';
import type { KeepFilledView } from '../../lib/keep-filled/keep-filled-view.ts';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { KeptFilledActions, KeptFilledStanding } from './kept-filled-standing.tsx';
import '../home/home.css';
import './keep-filled.css';

interface KeptFilledListProps {
  /** Of this connection alone. */
  readonly connectionId?: string;
}

/** Databases that keep themselves filled, each with its last and its next look, and a way to pause it; nothing where there are none. */
export function KeptFilledList({ connectionId }: KeptFilledListProps) {
  const connections = useTopic('connections') ?? [];
  const views = useTopic('keepFilled') ?? [];
  const shown = connections.flatMap((connection) => {
    const view = views.find((one) => one.connectionId === connection.id && one.standing !== 'off');
    return view && (connectionId ?? connection.id) === connection.id ? [{ connection, view }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{t('keep.title')}</h2>
      <ul class="home-list">
        {shown.map(({ connection, view }) => (
          <ItemBoundary key={connection.id}>
            <KeptFilledItem connection={connection} view={view} />
          </ItemBoundary>
        ))}
      </ul>
    </section>
  );
}

function KeptFilledItem({ connection, view }: { readonly connection: Connection; readonly view: KeepFilledView }) {
  return (
    <li class="home-item">
      <div class="home-item-text">
        <a href={`#/create/${encodeURIComponent(connection.id)}`}>{connection.name}</a>
        <KeptFilledStanding view={view} />
      </div>
      <div class="row">
        <KeptFilledActions view={view} />
      </div>
    </li>
  );
}
