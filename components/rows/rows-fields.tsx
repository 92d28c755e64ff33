import type { DatabaseView } from '../../lib/messaging/protocol.ts';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Select } from '../ui/select.tsx';
import type { RowChoice } from './row-choice.ts';
import type { RowsForm } from './use-rows-form.ts';

const CHOICES: readonly RowChoice[] = ['ticked', 'all', 'empty'];

interface RowsFieldsProps {
  readonly form: RowsForm;
  readonly view: DatabaseView;
}

/** Which rows, and whether what stands in them may go. */
export function RowsFields({ form, view }: RowsFieldsProps) {
  return (
    <>
      <Select
        label={t('rows.label')}
        value={form.choice}
        options={[
          ...CHOICES.map((value) => ({ value, label: t(`rows.choice.${value as 'ticked' | 'all' | 'empty'}`) })),
          ...view.views.map(({ id, name }) => ({ value: `view:${id}` as const, label: name || t('word.untitled') })),
        ]}
        onChange={form.choose}
      />
      <Checkbox
        label={t('rows.overwrite')}
        checked={form.options.overwriteFilled ?? false}
        onChange={(overwriteFilled) => form.edit({ overwriteFilled })}
        hint={t('rows.overwrite.hint')}
      />
    </>
  );
}
