import { useEffect, useState } from 'preact/hooks';

import type { Target } from '../../lib/run-request/target.ts';
import type { FoundPage } from '../../lib/notion/views.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { emptyText } from '../page-picker/empty-text.ts';
import { PageListbox } from '../page-picker/page-listbox.tsx';
import { useFoundPages } from '../page-picker/use-found-pages.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { CommandWait } from '../waits/wait-line.tsx';

interface ContextDialogProps {
  /** Ids that are in the context already. */
  readonly taken: readonly string[];
  readonly onAdd: (target: Target) => void;
  readonly onClose: () => void;
}

/** Chooses a page or database that the model may read. */
export function ContextDialog({ taken, onAdd, onClose }: ContextDialogProps) {
  const client = useClient();
  const integration = useTopic('settings')?.integration;
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<FoundPage | undefined>();
  const searched = useDebounced(query, 250);
  // A row is a page like any other, but there may be thousands: only who searches finds them.
  const found = useFoundPages(client, searched, 'any', searched.trim() !== '');
  const pages = found.results?.filter(({ id }) => !taken.includes(id));
  // A new result may take the choice away.
  const dropChoice = useEffectEvent(() => {
    if (pages && !pages.some(({ id }) => id === chosen?.id)) setChosen(undefined);
  });
  useEffect(() => dropChoice(), [found.results]);
  return (
    <Dialog
      title={t('context.add')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="primary" disabled={!chosen} onClick={() => chosen && onAdd(targetOf(chosen))}>
            {t('context.pick')}
          </Button>
        </>
      }
    >
      <p class="soft">{t('context.lead')}</p>
      <TextField label={t('context.search')} type="search" value={query} onInput={setQuery} autoFocus />
      {found.failure && <FailureNotice failure={found.failure} onRetry={found.refresh} />}
      {pages && pages.length > 0 && (
        <PageListbox name={t('picker.pages')} pages={pages} chosen={chosen?.id} onChoose={setChosen} />
      )}
      {pages?.length === 0 && !found.loading && <Notice>{emptyText(query, integration)}</Notice>}
      {found.loading && (
        <>
          <Spinner text={t('picker.loading')} />
          <CommandWait of={['notion.search']} />
        </>
      )}
    </Dialog>
  );
}

function targetOf({ id, kind, title, url, icon, dataSourceId }: FoundPage): Target {
  return {
    id,
    kind,
    title,
    url,
    ...(icon !== undefined && { icon }),
    ...(dataSourceId !== undefined && { dataSourceId }),
  };
}
