import { ArrowLeft, Database, ExternalLink, Menu as MenuIcon } from 'lucide';

import type { Connection } from '../../../lib/connections/connection.ts';
import { ConnectionMenu } from '../../connections/connection-menu.tsx';
import { useConnectionActions } from '../../connections/use-connection-actions.ts';
import { NavList } from '../../app/sidebar.tsx';
import { t } from '../../i18n/translate.ts';
import '../../ui/back-link.css';
import { Icon } from '../../ui/icon.tsx';
import { Toast } from '../../ui/toast.tsx';
import { Popover } from '../../ui/popover.tsx';
import './work-head.css';

/** The bar of the workspace: the way back, what is filled, and what can be done with it. */
export function WorkHead({ connection }: { readonly connection: Connection }) {
  const { target, name } = connection;
  const actions = useConnectionActions();
  const title = target.title || t('word.untitled');
  return (
    <header class="work-head">
      <span class="work-nav">
        <Popover name={t('nav.open')} label={<Icon node={MenuIcon} size={18} />} size="icon">
          <NavList view="create" />
        </Popover>
      </span>
      <a
        class="button button-quiet button-icon work-back"
        href="#/connections"
        aria-label={t('connections.back')}
        title={t('connections.back')}
      >
        <Icon node={ArrowLeft} />
      </a>
      <span class="work-emoji" aria-hidden="true">
        {target.icon && !target.icon.includes('/') ? target.icon : <Icon node={Database} size={18} />}
      </span>
      <h1 tabIndex={-1}>{name}</h1>
      {title !== name && <span class="work-source soft small">{title}</span>}
      <span class="work-end">
        <a
          class="button button-quiet button-icon"
          href={target.url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t('rows.openInNotion', { topic: title })}
          title={t('rows.openInNotion', { topic: title })}
        >
          <Icon node={ExternalLink} />
        </a>
        <ConnectionMenu connection={connection} actions={actions} canDelete={false} />
      </span>
      <Toast content={actions.toast} onClose={actions.closeToast} />
    </header>
  );
}
