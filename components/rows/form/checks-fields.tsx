import type { OutputChecks } from '../../../lib/run-request/generation-options.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { BODY_OUTPUT } from '../../../lib/notion/outdated.ts';
import { NumberOption } from '../../generate-options/number-option.tsx';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/translate.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  changeChecks,
  countChecks,
  type CheckedOutput,
  checkedOutputs,
  lengthsProblem,
  patternProblem,
} from './checks.ts';
import type { RowsForm } from './use-rows-form.ts';

interface ChecksFieldsProps {
  readonly form: RowsForm;
  readonly view: DatabaseView;
}

/** What an answer must be like to be written, for each output. */
export function ChecksFields({ form: { options, setAll }, view }: ChecksFieldsProps) {
  const outputs = checkedOutputs(options.output, view.properties);
  const count = countChecks(options, outputs);
  return (
    <Disclosure summary={t('checks.title')} aside={count === 0 ? t('checks.none') : formatNumber(count)}>
      <div class="options">
        <p class="soft">{t('checks.lead')}</p>
        {outputs.map((output) => (
          <OutputChecksFields
            key={output.id}
            output={output}
            isOnly={outputs.length === 1}
            checks={options.checks?.[output.id] ?? {}}
            onChange={(change) => setAll(changeChecks(options, output.id, change))}
          />
        ))}
      </div>
    </Disclosure>
  );
}

interface OutputChecksFieldsProps {
  readonly output: CheckedOutput;
  readonly isOnly: boolean;
  readonly checks: OutputChecks;
  readonly onChange: (change: { readonly [N in keyof OutputChecks]: OutputChecks[N] | undefined }) => void;
}

function OutputChecksFields({ output, isOnly, checks, onChange }: OutputChecksFieldsProps) {
  const name = output.id === BODY_OUTPUT ? t('rows.output.body') : output.name;
  return (
    <fieldset class="checks-group">
      <legend class={isOnly ? 'visually-hidden' : 'checks-legend'}>{name}</legend>
      {output.isText && <Lengths checks={checks} onChange={onChange} />}
      <TextField
        label={t('checks.mustMatch')}
        value={checks.mustMatch ?? ''}
        hint={t('checks.mustMatch.hint')}
        error={patternProblem(checks) ? t('checks.mustMatch.wrong') : undefined}
        onInput={(mustMatch) => onChange({ mustMatch: mustMatch || undefined })}
      />
      <TextArea
        label={t('checks.mustNotContain')}
        value={checks.mustNotContain ?? ''}
        hint={t('checks.mustNotContain.hint')}
        rows={2}
        onInput={(mustNotContain) => onChange({ mustNotContain: mustNotContain || undefined })}
      />
      {output.id !== BODY_OUTPUT && (
        <Checkbox
          label={t('checks.unique')}
          hint={t('checks.unique.hint')}
          checked={checks.unique ?? false}
          onChange={(unique) => onChange({ unique: unique || undefined })}
        />
      )}
      {output.isText && (
        <Checkbox
          label={t('checks.noRefusals')}
          hint={t('checks.noRefusals.hint')}
          checked={checks.noRefusals ?? false}
          onChange={(noRefusals) => onChange({ noRefusals: noRefusals || undefined })}
        />
      )}
    </fieldset>
  );
}

const MOST = 1_000_000;

function Lengths({ checks, onChange }: Pick<OutputChecksFieldsProps, 'checks' | 'onChange'>) {
  const field = (name: 'shortest' | 'longest') => (
    <NumberOption
      label={t(`checks.${name}`)}
      hint={t('checks.characters')}
      value={checks[name]}
      step={1}
      min={0}
      max={MOST}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <>
      <div class="checks-lengths">
        {field('shortest')}
        {field('longest')}
      </div>
      {lengthsProblem(checks) && <p class="field-error">{t('checks.lengths.wrong')}</p>}
    </>
  );
}
