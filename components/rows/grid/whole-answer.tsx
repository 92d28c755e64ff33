import { Check, Pencil, X } from 'lucide';
import { useState } from 'preact/hooks';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { CellValue } from './grid-cell.tsx';
import { isTagged } from './columns.ts';

/** Their ids are not what a person types. */
const NOT_EDITED: ReadonlySet<string> = new Set(['people', 'relation', 'files']);

interface WholeAnswerProps {
  readonly text: string;
  readonly property: PropertyView | undefined;
  readonly isEdited: boolean;
  /** `text`: as the person changed it. */
  readonly onDecide: (accept: boolean, text?: string) => void;
}

/** An answer that waits for a decision: accepted or rejected as it is, or changed first. */
export function WholeAnswer({ text, property, isEdited, onDecide }: WholeAnswerProps) {
  const canEdit = isEditable(property);
  const [typed, setTyped] = useState<string | undefined>(isEdited && canEdit ? text : undefined);
  const changed = typed === undefined || typed === text ? undefined : typed;
  return (
    <>
      {typed === undefined ? (
        <Answer text={text} property={property} />
      ) : (
        <AnswerField text={typed} property={property} onInput={setTyped} />
      )}
      <div class="row">
        <Button look="primary" size="small" onClick={() => onDecide(true, changed)}>
          <Icon node={Check} size={14} />
          {t('runs.trial.accept')}
        </Button>
        <Button size="small" onClick={() => onDecide(false)}>
          <Icon node={X} size={14} />
          {t('runs.trial.reject')}
        </Button>
        {typed === undefined && canEdit && (
          <Button size="small" onClick={() => setTyped(text)}>
            <Icon node={Pencil} size={14} />
            {t('rows.rename')}
          </Button>
        )}
      </div>
    </>
  );
}

/** What a person can type in place of an answer. */
export function isEditable(property: PropertyView | undefined): boolean {
  return !NOT_EDITED.has(property?.type ?? '');
}

type AnswerProps = Pick<WholeAnswerProps, 'text' | 'property'>;

export function Answer({ text, property }: AnswerProps) {
  if (isTagged(property?.type)) return <CellValue text={text} property={property} />;
  return (
    <p class="whole-text" dir="auto">
      {text}
    </p>
  );
}

export function AnswerField({ text, property, onInput }: AnswerProps & { readonly onInput: (text: string) => void }) {
  const isOneOf = property?.options !== undefined && property.type !== 'multi_select';
  const values = property?.type === 'checkbox' ? ['true', 'false'] : isOneOf ? (property?.options ?? []) : undefined;
  if (!values) return <TextArea label={t('rows.trial.answer')} value={text} onInput={onInput} rows={4} hasFocus />;
  const wordOf = (value: string) =>
    property?.type === 'checkbox' ? t(value === 'true' ? 'rows.cell.ticked' : 'rows.cell.unticked') : value;
  return (
    <Select
      label={t('rows.trial.answer')}
      value={text}
      options={(values.includes(text) ? values : [text, ...values]).map((value) => ({ value, label: wordOf(value) }))}
      onChange={onInput}
    />
  );
}
