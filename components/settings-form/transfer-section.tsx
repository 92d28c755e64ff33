import { useState } from 'preact/hooks';

import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import type { SettingsView } from '../../lib/settings/settings.ts';
import type { ImportSummary } from '../../lib/transfer/import-choice.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { downloadText } from '../ui/download.ts';
import { FileButton } from '../ui/file-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { readTextFile } from '../ui/read-text-file.ts';
import { ImportDialog } from './import-dialog.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';

/** Settings, prompts and connections as one file, out and in. */
export function TransferSection({ view }: { readonly view: SettingsView }) {
  return (
    <section class="settings-section" data-section="transfer">
      <h2>{t('settings.transfer')}</h2>
      <p class="soft">{t('settings.transfer.text')}</p>
      <Export isProtected={view.passphrase !== 'none'} />
      <Import />
    </section>
  );
}

function Export({ isProtected }: { readonly isProtected: boolean }) {
  const client = useClient();
  const [includeKeys, setIncludeKeys] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const save = async (request: { includeKeys: boolean; passphrase?: string }) => {
    const { fileName, json } = await client.call('settings.export', request);
    downloadText(fileName, json);
  };
  const exporting = useAction(() => save({ includeKeys }));
  return (
    <>
      <Checkbox
        label={t('settings.includeKeys')}
        hint={t('settings.includeKeys.hint')}
        checked={includeKeys}
        onChange={setIncludeKeys}
      />
      <div class="row">
        <Button
          onClick={() => (includeKeys && isProtected ? setAsking(true) : exporting.run())}
          disabled={exporting.pending}
        >
          {t('settings.export')}
        </Button>
      </div>
      {exporting.failure && <FailureNotice failure={exporting.failure} withoutSettings />}
      {isAsking && (
        <PassphraseDialog
          title={t('settings.export.keys')}
          text={t('settings.includeKeys.hint')}
          action={t('settings.export')}
          onClose={() => setAsking(false)}
          onConfirm={(passphrase) => save({ includeKeys: true, passphrase })}
        />
      )}
    </>
  );
}

function Import() {
  const client = useClient();
  const [file, setFile] = useState<{ json: string; summary: ImportSummary } | undefined>();
  const [added, setAdded] = useState<CommandResponse<'settings.import'> | undefined>();
  const looking = useAction(async (chosen: File) => {
    setAdded(undefined);
    const json = await readTextFile(chosen);
    setFile({ json, summary: await client.call('settings.inspectImport', { json }) });
  });
  return (
    <>
      <div class="row">
        <FileButton
          label={t('settings.import')}
          accept=".json,application/json"
          onFile={(chosen) => looking.run(chosen)}
          disabled={looking.pending}
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
      {looking.failure && <FailureNotice failure={looking.failure} withoutSettings />}
      {file && (
        <ImportDialog
          summary={file.summary}
          onClose={() => setFile(undefined)}
          onImport={async (take) => setAdded(await client.call('settings.import', { json: file.json, take }))}
        />
      )}
    </>
  );
}
