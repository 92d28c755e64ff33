import { useClient } from '../hooks/client-context.tsx';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { TextField } from '../ui/text-field.tsx';
import { OwnPrices } from './own-prices.tsx';
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
    <section class="settings-section" data-section="limits">
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
      <OwnPrices form={form} />
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
