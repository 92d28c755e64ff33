import type { TargetKind } from '../../lib/run-request/target.ts';
import { useClient } from '../hooks/client-context.tsx';
import { t } from '../i18n/translate.ts';
import { PagePickerDialog } from '../page-picker/page-picker-dialog.tsx';
import { Button } from '../ui/button.tsx';
import type { ChosenTarget } from './use-target-form.ts';

interface SampleButtonsProps {
  /** Which dialog is open. */
  readonly making: TargetKind | undefined;
  readonly setMaking: (kind: TargetKind | undefined) => void;
  readonly onMade: (target: ChosenTarget) => void;
}

/** A way to a fresh target, made under a page that the person picks. */
export function SampleButtons({ making, setMaking, onMade }: SampleButtonsProps) {
  const client = useClient();
  const make = async (kind: TargetKind, parentPageId: string | null) => {
    const command = kind === 'page' ? 'sample.createPage' : 'sample.createDatabase';
    onMade(await client.call(command, { parentPageId }));
    setMaking(undefined);
  };
  return (
    <div class="create-samples">
      <span class="soft small">{t('create.sample.lead')}</span>
      <div class="row">
        <Button size="small" popup="dialog" onClick={() => setMaking('page')}>
          {t('create.sample.page')}
        </Button>
        <Button size="small" popup="dialog" onClick={() => setMaking('database')}>
          {t('create.sample.database')}
        </Button>
      </div>
      {making && (
        <PagePickerDialog
          title={t('picker.title')}
          lead={t(`create.sample.${making}.text`)}
          confirm={t('picker.createHere')}
          onChoose={(parentPageId) => make(making, parentPageId)}
          onClose={() => setMaking(undefined)}
        />
      )}
    </div>
  );
}
