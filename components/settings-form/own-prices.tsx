import { Plus, X } from 'lucide';
import { useId, useState } from 'preact/hooks';

import type { Settings } from '../../lib/settings/settings.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

type Prices = Settings['ownPrices'];
type Side = 'input' | 'output';

const SIDES: readonly Side[] = ['input', 'output'];

/** Prices that a person knows better than the built-in list: an own server's, a reseller's, a discount. */
export function OwnPrices({ form }: { readonly form: SettingsForm }) {
  const prices = form.settings.ownPrices;
  const headingId = useId();
  const models = Object.keys(prices);
  const change = (ownPrices: Prices) => form.edit({ ownPrices });
  return (
    <div class="stack-tight">
      <h3 id={headingId}>{t('settings.prices')}</h3>
      <p class="field-hint">{t('settings.prices.hint')}</p>
      {models.length > 0 && (
        <table class="own-prices" aria-labelledby={headingId}>
          <thead>
            <tr>
              <th scope="col">{t('settings.model')}</th>
              {SIDES.map((side) => (
                <th key={side} scope="col">
                  {t(`settings.price.${side}`)}
                </th>
              ))}
              <th scope="col">
                <span class="visually-hidden">{t('connections.column.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <PriceRow key={model} model={model} prices={prices} onChange={change} />
            ))}
          </tbody>
        </table>
      )}
      <AddPrice form={form} onChange={change} />
    </div>
  );
}

interface PriceRowProps {
  readonly model: string;
  readonly prices: Prices;
  readonly onChange: (prices: Prices) => void;
}

function PriceRow({ model, prices, onChange }: PriceRowProps) {
  const price = prices[model] ?? { input: 0, output: 0 };
  const remove = () => {
    const { [model]: _removed, ...others } = prices;
    onChange(others);
  };
  return (
    <tr>
      <th scope="row">{model}</th>
      {SIDES.map((side) => (
        <td key={side}>
          <PriceInput
            name={t(`settings.price.${side}For`, { model })}
            value={price[side]}
            onChange={(dollars) => onChange({ ...prices, [model]: { ...price, [side]: dollars } })}
          />
        </td>
      ))}
      <td>
        <Button look="quiet" size="icon" name={t('settings.price.remove', { model })} onClick={remove}>
          <Icon node={X} size={14} />
        </Button>
      </td>
    </tr>
  );
}

interface PriceInputProps {
  readonly name: string;
  readonly value: number;
  readonly onChange: (dollars: number) => void;
}

/** Keeps what is typed (“0.”) while it is no other number yet. */
function PriceInput({ name, value, onChange }: PriceInputProps) {
  const [text, setText] = useState(String(value));
  return (
    <input
      class="input input-narrow"
      type="number"
      min={0}
      step="any"
      aria-label={name}
      autocomplete="off"
      value={Number(text) === value ? text : String(value)}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const dollars = Number(typed);
        if (Number.isFinite(dollars) && dollars >= 0) onChange(dollars);
      }}
    />
  );
}

function AddPrice({ form, onChange }: { readonly form: SettingsForm; readonly onChange: (prices: Prices) => void }) {
  const { engine, models, ownPrices } = form.settings;
  const [typed, setTyped] = useState('');
  const current = models[engine].trim();
  const add = () => {
    const model = typed.trim();
    if (model === '') return;
    if (!Object.hasOwn(ownPrices, model)) onChange({ ...ownPrices, [model]: { input: 0, output: 0 } });
    setTyped('');
  };
  return (
    <div
      onKeyDown={(event) => {
        // Enter adds the row; the form is saved by its own button.
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        add();
      }}
    >
      <TextField
        label={t('settings.price.model')}
        value={typed}
        onInput={setTyped}
        {...(current && { suggestions: [{ value: current }], placeholder: current })}
        beside={
          <Button onClick={add} disabled={typed.trim() === ''}>
            <Icon node={Plus} />
            {t('settings.price.add')}
          </Button>
        }
      />
    </div>
  );
}
