import type { DatabaseView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { Select } from '../../ui/select.tsx';
import type { RowChoice } from './row-choice.ts';
import type { RowsForm } from './use-rows-form.ts';

const CHOICES = ['ticked', 'all', 'empty', 'outdated'] as const satisfies readonly RowChoice[];

interface RowsFieldsProps {
  readonly form: RowsForm;
  readonly view: DatabaseView;
}

/** Which rows. */
export function RowsSelect({ form, view }: RowsFieldsProps) {
  return (
    <Select
      label={t('rows.label')}
      value={form.choice}
      options={[
        ...CHOICES.map((value) => ({ value, label: t(`rows.choice.${value}`) })),
        ...view.views.map(({ id, name }) => ({ value: `view:${id}` as const, label: name || t('word.untitled') })),
      ]}
      onChange={form.choose}
    />
  );
}
