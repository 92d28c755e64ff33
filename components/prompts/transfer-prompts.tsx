import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download.ts';
import { FileButton } from '../ui/file-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { readTextFile } from '../ui/read-text-file.ts';
import { StatusBox } from '../ui/status-region.tsx';
import { importRefusal } from './import-refusal.ts';

/** The person's own prompts as a file, out and in. */
export function TransferPrompts() {
  const client = useClient();
  const [added, setAdded] = useState<number | undefined>();
  const exporting = useAction(async () => {
    const { fileName, json } = await client.call('prompts.export', {});
    downloadText(fileName, json);
  });
  const importing = useAction(async (file: File) => {
    setAdded(undefined);
    const json = await readTextFile(file);
    setAdded((await client.call('prompts.import', { json })).added);
  });
  const refusal = importing.failure && importRefusal(importing.failure);
  const failure = exporting.failure ?? (refusal ? undefined : importing.failure);
  return (
    <section class="stack-tight">
      <h2>{t('settings.transfer')}</h2>
      <p class="soft">{t('prompts.transfer')}</p>
      <div class="row">
        <FileButton
          label={t('settings.import')}
          accept=".json,application/json"
          onFile={(file) => importing.run(file)}
        />
        <Button onClick={() => exporting.run()} disabled={exporting.pending}>
          {t('settings.export')}
        </Button>
      </div>
      <StatusBox>
        {added !== undefined && (
          <Notice kind={added > 0 ? 'good' : 'info'}>
            {added > 0 ? t('prompts.imported', { count: added }) : t('prompts.importedNone')}
          </Notice>
        )}
      </StatusBox>
      {refusal && <Notice kind="error">{refusal}</Notice>}
      {failure && <FailureNotice failure={failure} />}
    </section>
  );
}
