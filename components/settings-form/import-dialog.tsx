import { useState } from 'preact/hooks';

import type { ImportChoice, ImportSummary } from '../../lib/transfer/import-choice.ts';
import { engineName } from '../errors/engine-name.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useAction } from '../hooks/use-action.ts';
import { formatList, formatMoment, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface ImportDialogProps {
  readonly summary: ImportSummary;
  readonly onImport: (take: ImportChoice) => Promise<void>;
  readonly onClose: () => void;
}

const NAMES_SHOWN = 5;

/** What a file would change, each part with its own checkbox, before anything changes. */
export function ImportDialog({ summary, onImport, onClose }: ImportDialogProps) {
  const { settings, systemInstructions, prompts, connections, keys } = summary;
  const [take, setTake] = useState<ImportChoice>({
    settings: settings !== undefined,
    // Sent with every prompt: a person reads them first.
    systemInstructions: false,
    prompts: prompts !== undefined,
    connections: connections !== undefined,
    keys: false,
  });
  const act = useAction(async () => {
    await onImport(take);
    onClose();
  });
  const box = (name: keyof ImportChoice, label: string, hint: string) => (
    <Checkbox label={label} hint={hint} checked={take[name]} onChange={(on) => setTake({ ...take, [name]: on })} />
  );
  const exported = Date.parse(summary.exportedAt);
  return (
    <Dialog
      title={t('import.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button
            look="primary"
            onClick={() => act.run()}
            disabled={act.pending || Object.values(take).every((part) => !part)}
          >
            {t('import.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('import.text')}</p>
      {!Number.isNaN(exported) && <p class="soft">{t('import.exportedAt', { at: formatMoment(exported) })}</p>}
      <div class="settings-group">
        {settings && box('settings', t('import.settings'), settingsHint(settings))}
        {systemInstructions && (
          <>
            {box('systemInstructions', t('import.instructions'), t('import.instructions.hint'))}
            <pre class="import-text" tabIndex={0} dir="auto">
              {systemInstructions}
            </pre>
          </>
        )}
        {prompts && box('prompts', t('import.prompts'), listHint(prompts))}
        {connections && box('connections', t('import.connections'), listHint(connections))}
        {keys && box('keys', t('import.keys'), t('import.keys.hint', { keys: formatList(keys.map(keyName)) }))}
      </div>
      {act.failure && <FailureNotice failure={act.failure} withoutSettings />}
    </Dialog>
  );
}

const settingsHint = ({ engine, host }: NonNullable<ImportSummary['settings']>): string =>
  host === undefined
    ? t('import.settings.engine', { engine: engineName(engine) })
    : t('import.settings.host', { engine: engineName(engine), host });

function listHint(names: readonly string[]): string {
  const shown = formatList(names.slice(0, NAMES_SHOWN));
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? t('import.andMore', { names: shown, more: formatNumber(more) }) : shown;
}

const keyName = (name: NonNullable<ImportSummary['keys']>[number]): string =>
  name === 'notion' ? 'Notion' : engineName(name);
