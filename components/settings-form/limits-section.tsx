import { useClient } from '../hooks/client-context.tsx';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

export function LimitsSection({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const { settings, edit } = form;
  const setNotifications = (wanted: boolean) => {
    if (!wanted) return edit({ notifications: false });
    // A refusal leaves the switch off; the browser itself has told the person.
    void client.requestNotifications().then((granted) => edit({ notifications: granted }));
  };
  return (
    <section class="settings-section">
      <h2>{t('settings.limits')}</h2>
      <NumberField
        label={t('settings.contextCharacters')}
        hint={t('settings.contextCharacters.hint')}
        value={settings.contextCharacters}
        onChange={(contextCharacters) => edit({ contextCharacters })}
      />
      <NumberField
        label={t('settings.historyDays')}
        hint={t('settings.historyDays.hint')}
        value={settings.runHistoryDays}
        onChange={(runHistoryDays) => edit({ runHistoryDays })}
      />
      <OwnPrice form={form} />
      <Checkbox
        label={t('settings.notifications')}
        hint={t('settings.notifications.hint')}
        checked={settings.notifications}
        onChange={setNotifications}
      />
      <p class="field-hint">{t('settings.limits.more')}</p>
    </section>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** Whole numbers from 1; what is none yet (an empty field) changes nothing. */
function NumberField({ label, hint, value, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      type="number"
      min={1}
      step={1}
      narrow
      value={String(value)}
      onInput={(text) => {
        const number = Number(text);
        if (Number.isInteger(number) && number >= 1) onChange(number);
      }}
    />
  );
}

/** Dollars per million tokens for the model that is typed in; empty: the built-in table. */
function OwnPrice({ form }: { readonly form: SettingsForm }) {
  const { engine, models, ownPrices } = form.settings;
  const model = models[engine].trim();
  if (!model) return null;
  const own = ownPrices[model];
  const set = (part: { input?: number; output?: number }) => {
    const { [model]: _old, ...others } = ownPrices;
    const price = { input: own?.input ?? 0, output: own?.output ?? 0, ...part };
    form.edit({ ownPrices: price.input > 0 || price.output > 0 ? { ...others, [model]: price } : others });
  };
  return (
    <div class="settings-pair">
      {(['input', 'output'] as const).map((side) => (
        <TextField
          key={side}
          label={t(`settings.price.${side}`)}
          hint={t('settings.price.hint', { model })}
          type="number"
          min={0}
          step="any"
          value={own ? String(own[side]) : ''}
          onInput={(text) => set({ [side]: Math.max(0, Number(text) || 0) })}
        />
      ))}
    </div>
  );
}
