import { useId } from 'preact/hooks';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import { type Output, propertyIdsOf } from '../../../lib/run-request/output.ts';
import type { Where } from '../../../lib/run-request/target.ts';
import type { DatabaseView, PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { InstructionField } from './instruction-field.tsx';
import '../rows.css';

const PLACES: readonly Where[] = ['end', 'top', 'replace'];
const WITH_OPTIONS: readonly string[] = ['select', 'multi_select'];

type OutputChoice = 'several' | 'body' | `property:${string}`;

interface OutputFieldsProps {
  readonly options: GenerationOptions;
  readonly view: DatabaseView;
  readonly edit: (change: Partial<GenerationOptions>) => void;
}

/** What is written: one property, several, or the page body. */
export function OutputSelect({ options, view, edit }: OutputFieldsProps) {
  const writable = view.properties.filter((property) => property.writable);
  return (
    <Select
      label={t('rows.output')}
      value={choiceOfOutput(options.output)}
      options={[
        ...writable.map(({ id, name }) => ({ value: `property:${id}` as const, label: name })),
        { value: 'several', label: t('rows.output.several') },
        { value: 'body', label: t('rows.output.body') },
      ]}
      onChange={(choice) => edit({ output: outputOf(choice, options) })}
    />
  );
}

interface OutputDetailsProps extends OutputFieldsProps {
  /** What `{{` offers in an instruction. */
  readonly names: readonly string[];
}

/** What goes with the chosen output; undefined: nothing does. */
export function OutputDetails({ options, view, edit, names }: OutputDetailsProps) {
  const { output } = options;
  const writable = view.properties.filter((property) => property.writable);
  const ids = propertyIdsOf(output);
  const takesOptions = writable.some(({ id, type }) => ids.includes(id) && WITH_OPTIONS.includes(type));
  return (
    <>
      {output?.kind === 'properties' && (
        <PropertyGroup
          properties={writable}
          chosen={output.propertyIds}
          onChange={(propertyIds) => edit({ output: { kind: 'properties', propertyIds } })}
          instructions={options.instructions ?? {}}
          names={names}
          onInstruction={(id, text) => edit({ instructions: withInstruction(options.instructions, id, text) })}
        />
      )}
      {output?.kind === 'body' && (
        <Select
          label={t('where.label')}
          value={output.where}
          options={PLACES.map((value) => ({ value, label: t(`where.${value}`) }))}
          onChange={(where) => edit({ where, output: { kind: 'body', where } })}
        />
      )}
      {takesOptions && (
        <Checkbox
          label={t('rows.allowNewOptions')}
          checked={options.allowNewOptions ?? false}
          onChange={(allowNewOptions) => edit({ allowNewOptions })}
          {...(!options.allowNewOptions && { hint: t('rows.allowNewOptions.hint') })}
        />
      )}
    </>
  );
}

interface PropertyGroupProps {
  readonly properties: readonly PropertyView[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly instructions: Readonly<Record<string, string>>;
  readonly onInstruction: (id: string, text: string) => void;
  readonly names: readonly string[];
}

/** A checkbox for each property; each that is chosen takes an instruction of its own. */
function PropertyGroup({ properties, chosen, onChange, instructions, onInstruction, names }: PropertyGroupProps) {
  const id = useId();
  return (
    <fieldset class="rows-group" aria-describedby={chosen.length === 0 ? id : undefined}>
      <legend class="visually-hidden">{t('rows.properties')}</legend>
      <div class="rows-group-list">
        {properties.map((property) => (
          <div key={property.id} class="rows-group-line">
            <Checkbox
              label={property.name}
              checked={chosen.includes(property.id)}
              onChange={(checked) => {
                // In the order of the columns, whatever the order of the clicks.
                const wanted = ({ id: other }: PropertyView) =>
                  other === property.id ? checked : chosen.includes(other);
                onChange(properties.filter(wanted).map((other) => other.id));
              }}
            />
            {chosen.includes(property.id) && (
              <InstructionField
                name={property.name}
                value={instructions[property.id] ?? ''}
                onInput={(text) => onInstruction(property.id, text)}
                names={names}
              />
            )}
          </div>
        ))}
      </div>
      {chosen.length === 0 && (
        <div class="field-hint" id={id}>
          {t('rows.properties.none')}
        </div>
      )}
    </fieldset>
  );
}

function choiceOfOutput(output: Output | undefined): OutputChoice {
  if (output?.kind === 'property') return `property:${output.propertyId}`;
  return output?.kind === 'properties' ? 'several' : 'body';
}

function outputOf(choice: OutputChoice, { output, where }: GenerationOptions): Output {
  if (choice === 'body') return { kind: 'body', where };
  if (choice === 'several') return { kind: 'properties', propertyIds: propertyIdsOf(output) };
  return { kind: 'property', propertyId: choice.slice('property:'.length) };
}

function withInstruction(before: Readonly<Record<string, string>> = {}, id: string, text: string) {
  const { [id]: _gone, ...rest } = before;
  return text === '' ? rest : { ...rest, [id]: text };
}
