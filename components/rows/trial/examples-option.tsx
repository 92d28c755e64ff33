import { t } from '../../i18n/translate.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { RowsForm } from '../form/use-rows-form.ts';

interface ExamplesOptionProps {
  readonly form: RowsForm;
  /** Accepted answers that there are for the present output. */
  readonly examples: number;
}

/** Shows the model what was accepted. There is nothing to choose before something was. */
export function ExamplesOption({ form: { options, edit }, examples }: ExamplesOptionProps) {
  const { useExamples = false } = options;
  if (examples === 0 && !useExamples) return null;
  return (
    <Checkbox
      label={t('rows.examples')}
      checked={useExamples}
      onChange={(wanted) => edit({ useExamples: wanted })}
      hint={examples === 0 ? t('rows.examples.none') : t('rows.examples.hint', { count: examples })}
    />
  );
}
