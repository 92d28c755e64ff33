import { RefreshCw } from 'lucide';
import { useEffect, useState } from 'preact/hooks';

import type { FoundPage } from '../../lib/notion/views.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { emptyText } from './empty-text.ts';
import { PageListbox } from './page-listbox.tsx';
import { useFoundPages } from './use-found-pages.ts';

interface PagePickerDialogProps {
  readonly title: string;
  /** What is made under the chosen page. */
  readonly lead: string;
  readonly confirm: string;
  /** `null`: in the person's private pages. The dialog shows a failure of it and stays. */
  readonly onChoose: (parentPageId: string | null) => Promise<void>;
  readonly onClose: () => void;
}

/** What is asked for in this dialog. */
const WAITS = ['notion.search', 'sample.createPage', 'sample.createDatabase', 'mirror.create'] as const;

/** Chooses the page under which Visen makes something: a search box, the pages that the token sees, and a way to see more. */
export function PagePickerDialog({ title, lead, confirm, onChoose, onClose }: PagePickerDialogProps) {
  const client = useClient();
  const integration = useTopic('settings')?.integration;
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<FoundPage | undefined>();
  const found = useFoundPages(client, useDebounced(query, 250), 'page');
  const choose = useAction(onChoose);
  useEffect(() => {
    if (found.results && !found.results.some((page) => page.id === chosen?.id)) setChosen(undefined);
  }, [found.results, chosen]);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          {integration?.kind === 'personal' && (
            <Button onClick={() => choose.run(null)} disabled={choose.pending}>
              {t('picker.private')}
            </Button>
          )}
          <Button
            look="primary"
            disabled={!chosen || choose.pending}
            onClick={() => {
              if (chosen) choose.run(chosen.id);
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <p class="soft">{lead}</p>
      <TextField
        label={t('picker.search')}
        type="search"
        value={query}
        onInput={setQuery}
        autoFocus
        beside={
          <Button onClick={found.refresh}>
            <Icon node={RefreshCw} />
            {t('picker.refresh')}
          </Button>
        }
      />
      {found.failure && <FailureNotice failure={found.failure} onRetry={found.refresh} />}
      {found.results && found.results.length > 0 && (
        <PageListbox name={t('picker.pages')} pages={found.results} chosen={chosen?.id} onChoose={setChosen} />
      )}
      {found.results?.length === 0 && !found.loading && <Notice>{emptyText(query, integration)}</Notice>}
      {found.loading && <Spinner text={t('picker.loading')} />}
      {(found.loading || choose.pending) && <CommandWait of={WAITS} />}
      {choose.pending && <Spinner text={t('picker.creating')} />}
      {choose.failure && <FailureNotice failure={choose.failure} />}
    </Dialog>
  );
}
