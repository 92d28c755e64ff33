import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { PagePickerDialog } from '../page-picker/page-picker-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { refusalOf } from './refused-field.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** The mirror in Notion: pasted, or made here and stored at once. */
export function ConnectionsDatabaseField({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const [choosing, setChoosing] = useState(false);
  const create = async (parentPageId: string | null) => {
    const { url } = await client.call('mirror.create', { parentPageId });
    // Stored already; the field follows at once, whatever was typed in it.
    form.edit({ connectionsDatabaseUrl: url });
    setChoosing(false);
  };
  return (
    <>
      <TextField
        label={t('settings.mirror')}
        type="url"
        value={form.settings.connectionsDatabaseUrl}
        onInput={(value) => form.edit({ connectionsDatabaseUrl: value })}
        placeholder="https://app.notion.com/p/…"
        hint={t('settings.mirror.hint')}
        errorId={refusalOf(form, 'connectionsDatabaseUrl')}
      />
      <div>
        <Button size="small" popup="dialog" onClick={() => setChoosing(true)}>
          {t('settings.mirror.create')}
        </Button>
      </div>
      <MirrorStanding />
      {choosing && (
        <PagePickerDialog
          title={t('picker.title')}
          lead={t('settings.mirror.lead')}
          confirm={t('picker.createHere')}
          onChoose={create}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

function MirrorStanding() {
  const client = useClient();
  const mirror = useTopic('mirror');
  const complete = useAction(async () => {
    await client.call('mirror.complete', {});
  });
  const missing = mirror?.missingColumns ?? [];
  return (
    <>
      {missing.length > 0 && (
        <Notice
          kind="warn"
          actions={
            <Button size="small" onClick={() => complete.run()} disabled={complete.pending}>
              {t('settings.mirror.complete')}
            </Button>
          }
        >
          {t('settings.mirror.missing', { columns: formatList(missing) })}
        </Notice>
      )}
      {mirror?.state === 'behind' && <p class="field-hint">{t('settings.mirror.behind', { count: mirror.pending })}</p>}
      {mirror?.failure && missing.length === 0 && <FailureNotice failure={mirror.failure} withoutSettings />}
      {complete.failure && <FailureNotice failure={complete.failure} withoutSettings />}
    </>
  );
}
