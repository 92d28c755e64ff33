import { Plus, X } from 'lucide';
import { useId } from 'preact/hooks';

import type { Comparison, RowCondition } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView, PropertyView } from '../../../lib/notion/views.ts';
import { checkCondition, comparisonsFor, isTime, needsValue } from '../../../lib/notion/row-conditions.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import './conditions.css';

interface ConditionsProps {
  readonly view: DatabaseView;
  readonly conditions: readonly RowCondition[];
  readonly onChange: (conditions: readonly RowCondition[]) => void;
}

/** “Only where Status is Draft”: a line for each condition, all of which a row has to meet. */
export function Conditions({ view, conditions, onChange }: ConditionsProps) {
  const properties = view.properties.filter(({ type }) => comparisonsFor(type).length > 0);
  const first = properties.find(({ options }) => options !== undefined) ?? properties[0];
  const replace = (at: number, next: RowCondition | undefined) =>
    onChange(conditions.flatMap((one, index) => (index !== at ? [one] : next ? [next] : [])));
  return (
    <>
      {conditions.map((condition, at) => (
        <ConditionLine
          key={at}
          condition={condition}
          properties={properties}
          onChange={(next) => replace(at, next)}
          onRemove={() => replace(at, undefined)}
        />
      ))}
      {first && (
        <Button size="small" look="quiet" onClick={() => onChange([...conditions, freshCondition(first)])}>
          <Icon node={Plus} size={14} />
          {t('rows.condition.add')}
        </Button>
      )}
    </>
  );
}

interface ConditionLineProps {
  readonly condition: RowCondition;
  readonly properties: readonly PropertyView[];
  readonly onChange: (condition: RowCondition) => void;
  readonly onRemove: () => void;
}

function ConditionLine({ condition, properties, onChange, onRemove }: ConditionLineProps) {
  const property = properties.find(({ id }) => id === condition.propertyId);
  const gone = property ? [] : [{ value: condition.propertyId, label: t('rows.condition.gone') }];
  return (
    <fieldset class="condition">
      <legend class="visually-hidden">{t('rows.condition')}</legend>
      <Select
        label={t('rows.condition.property')}
        isLabelHidden
        value={condition.propertyId}
        options={[...properties.map(({ id, name }) => ({ value: id, label: name })), ...gone]}
        onChange={(id) => {
          const next = properties.find((one) => one.id === id);
          if (next) onChange(freshCondition(next));
        }}
      />
      {property && (
        <Select
          label={t('rows.condition.comparison')}
          isLabelHidden
          value={condition.comparison}
          options={comparisonsFor(property.type).map((value) => ({ value, label: t(`rows.comparison.${value}`) }))}
          onChange={(comparison) => onChange(withComparison(condition, comparison, property))}
        />
      )}
      <div class="condition-value">
        {property && needsValue(condition.comparison) && (
          <ConditionValue
            condition={condition}
            property={property}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
        <Button size="icon" look="quiet" name={t('rows.condition.remove')} onClick={onRemove}>
          <Icon node={X} size={14} />
        </Button>
      </div>
    </fieldset>
  );
}

interface ConditionValueProps {
  readonly condition: RowCondition;
  readonly property: PropertyView;
  readonly onChange: (value: string) => void;
}

function ConditionValue({ condition, property, onChange }: ConditionValueProps) {
  const id = useId();
  const { value = '' } = condition;
  const { options, type } = property;
  if (options) {
    const known = options.includes(value) ? options : [value, ...options];
    return (
      <Select
        label={t('rows.condition.value')}
        isLabelHidden
        value={value}
        options={known.map((name) => ({ value: name, label: name || t('rows.condition.choose') }))}
        onChange={onChange}
      />
    );
  }
  const problem = value === '' ? undefined : checkCondition(condition, { type: type as 'number' });
  return (
    <TextField
      key={id + type}
      label={t('rows.condition.value')}
      isLabelHidden
      type={isTime(type) ? 'date' : 'text'}
      value={value}
      onInput={onChange}
      error={problem && t(type === 'number' ? 'rows.condition.number' : 'rows.condition.unfit')}
    />
  );
}

function freshCondition({ id, type, options }: PropertyView): RowCondition {
  const [comparison = 'filled'] = comparisonsFor(type);
  return { propertyId: id, comparison, ...(needsValue(comparison) && { value: options?.[0] ?? '' }) };
}

function withComparison(
  { propertyId, value }: RowCondition,
  comparison: Comparison,
  { options }: PropertyView,
): RowCondition {
  return { propertyId, comparison, ...(needsValue(comparison) && { value: value ?? options?.[0] ?? '' }) };
}
