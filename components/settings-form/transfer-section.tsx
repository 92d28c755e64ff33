import { useState } from 'preact/hooks';

import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { downloadText } from '../ui/download.ts';
import { FileButton } from '../ui/file-button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Settings, prompts and connections as one file, out and in. */
export function TransferSection() {
  const client = useClient();
  const [includeKeys, setIncludeKeys] = useState(false);
  const [added, setAdded] = useState<CommandResponse<'settings.import'> | undefined>();
  const exporting = useAction(async () => {
    const { fileName, json } = await client.call('settings.export', { includeKeys });
    downloadText(fileName, json);
  });
  const importing = useAction(async (json: string) => {
    setAdded(undefined);
    setAdded(await client.call('settings.import', { json }));
  });
  const failure = exporting.failure ?? importing.failure;
  return (
    <section class="settings-section">
      <h2>{t('settings.transfer')}</h2>
      <p class="soft">{t('settings.transfer.text')}</p>
      <Checkbox
        label={t('settings.includeKeys')}
        hint={t('settings.includeKeys.hint')}
        checked={includeKeys}
        onChange={setIncludeKeys}
      />
      <div class="row">
        <Button onClick={() => exporting.run()} disabled={exporting.pending}>
          {t('settings.export')}
        </Button>
        <FileButton
          label={t('settings.import')}
          accept=".json,application/json"
          onText={(text) => importing.run(text)}
        />
      </div>
      <div aria-live="polite">
        {added && (
          <Notice kind="good">
            {t('settings.imported', {
              prompts: added.prompts,
              connections: added.connections,
              keys: added.keys,
            })}
          </Notice>
        )}
      </div>
      {failure && <FailureNotice failure={failure} withoutSettings />}
    </section>
  );
}
