import { RefreshCw } from 'lucide';
import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { emptyText } from '../page-picker/empty-text.ts';
import { PageListbox } from '../page-picker/page-listbox.tsx';
import { useFoundPages } from '../page-picker/use-found-pages.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import type { ChosenTarget } from './use-target-form.ts';

interface FoundTargetsProps {
  readonly id: string;
  /** What is looked for; an address looks for nothing. */
  readonly query: string;
  readonly chosen: string | undefined;
  readonly onChoose: (target: ChosenTarget) => void;
  /** A click or Enter goes on with the entry at once. */
  readonly onOpen: (target: ChosenTarget) => void;
}

/** What the token sees in Notion, to choose from instead of pasting a URL. */
export function FoundTargets(props: FoundTargetsProps) {
  const settings = useTopic('settings');
  // Without a token there is nothing to look in; the view says so above.
  if (settings?.missing.includes('notion-token')) return null;
  if (!settings) return <div class="create-found" />;
  return <TargetSearch {...props} />;
}

function TargetSearch({ id, query, chosen, onChoose, onOpen }: FoundTargetsProps) {
  const client = useClient();
  const integration = useTopic('settings')?.integration;
  const [rows, setRows] = useState(false);
  const found = useFoundPages(client, useDebounced(query, 250), 'any', rows);
  return (
    <div class="create-found">
      {found.loading && <CommandWait of={['notion.search']} />}
      {found.failure && <FailureNotice failure={found.failure} onRetry={found.refresh} />}
      {found.results && found.results.length > 0 && (
        <PageListbox
          id={id}
          name={t('picker.pages')}
          pages={found.results}
          chosen={chosen}
          onChoose={onChoose}
          onOpen={onOpen}
        />
      )}
      {found.results?.length === 0 && !found.loading && <Notice>{emptyText(query, integration)}</Notice>}
      <div class="row create-found-foot">
        {found.hasRows && !rows && (
          <>
            <span class="soft small">{t('picker.rows.left')}</span>
            <Button look="quiet" size="small" onClick={() => setRows(true)}>
              {t('picker.rows.search')}
            </Button>
          </>
        )}
        <Button look="quiet" size="small" onClick={found.refresh}>
          <Icon node={RefreshCw} size={14} />
          {t('picker.refresh')}
        </Button>
      </div>
    </div>
  );
}
