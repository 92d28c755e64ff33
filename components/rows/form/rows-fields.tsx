import type { DatabaseView } from '../../../lib/messaging/protocol.ts';
import { MoreOptions } from '../../generate-options/more-options.tsx';
import { t } from '../../i18n/translate.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { OutputFields } from './output-fields.tsx';
import type { RowChoice } from './row-choice.ts';
import type { RowsForm } from './use-rows-form.ts';
import '../rows.css';

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

/** Which rows, what is written, and whether what stands there may go. */
export function RowsFields({ form, view }: RowsFieldsProps) {
  return (
    <div class="rows-grid">
      <RowsSelect form={form} view={view} />
      <OutputFields options={form.options} view={view} edit={form.edit} />
      <div class="rows-wide">
        <Checkbox
          label={t('rows.overwrite')}
          checked={form.options.overwriteFilled ?? false}
          onChange={(overwriteFilled) => form.edit({ overwriteFilled })}
          hint={t('rows.overwrite.hint')}
        />
      </div>
      <div class="rows-wide">
        <MoreOptions options={form.options} onChange={form.setAll} />
      </div>
    </div>
  );
}
