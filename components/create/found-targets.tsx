import { RefreshCw } from 'lucide';
import { useState } from 'preact/hooks';

import type { TargetKind } from '../../lib/connections/connection.ts';
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
import { TextField } from '../ui/text-field.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import type { ChosenTarget } from './use-target-form.ts';

interface FoundTargetsProps {
  readonly kind: TargetKind;
  readonly chosen: string | undefined;
  readonly onChoose: (target: ChosenTarget) => void;
}

/** What the token sees in Notion, to choose from instead of pasting a URL. */
export function FoundTargets(props: FoundTargetsProps) {
  const settings = useTopic('settings');
  // Without a token there is nothing to look in; the view says so above.
  if (settings?.missing.includes('notion-token')) return null;
  if (!settings) return <div class="create-found" />;
  return <TargetSearch {...props} />;
}

function TargetSearch({ kind, chosen, onChoose }: FoundTargetsProps) {
  const client = useClient();
  const integration = useTopic('settings')?.integration;
  const [query, setQuery] = useState('');
  const found = useFoundPages(client, useDebounced(query, 250), kind);
  return (
    <div
      class="stack-tight create-found"
      onKeyDown={(event) => {
        // Enter in the search box is no Next.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <TextField
        label={t(`create.find.${kind}`)}
        type="search"
        value={query}
        onInput={setQuery}
        beside={
          <Button onClick={found.refresh}>
            <Icon node={RefreshCw} />
            {t('picker.refresh')}
          </Button>
        }
      />
      {found.loading && <CommandWait of={['notion.search']} />}
      {found.failure && <FailureNotice failure={found.failure} onRetry={found.refresh} />}
      {found.results && found.results.length > 0 && (
        <PageListbox name={t('picker.pages')} pages={found.results} chosen={chosen} onChoose={onChoose} />
      )}
      {found.results?.length === 0 && !found.loading && <Notice>{emptyText(query, integration)}</Notice>}
    </div>
  );
}
