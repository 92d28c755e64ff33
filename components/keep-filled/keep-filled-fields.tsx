import {
  FILL_CHOICES,
  LOOK_EVERY,
  MOST_A_DAY,
  type KeepFilledSettings,
} from '../../lib/keep-filled/keep-filled-view.ts';
import { NumberOption } from '../generate-options/number-option.tsx';
import { t } from '../i18n/translate.ts';
import { Select } from '../ui/select.tsx';

interface KeepFilledFieldsProps {
  readonly settings: KeepFilledSettings;
  readonly onChange: (change: Partial<KeepFilledSettings>) => void;
}

export function KeepFilledFields({ settings, onChange }: KeepFilledFieldsProps) {
  return (
    <>
      <div class="keep-pair">
        <Select
          label={t('keep.every')}
          value={settings.every}
          options={LOOK_EVERY.map((value) => ({ value, label: t(`keep.every.${value}`) }))}
          onChange={(every) => onChange({ every })}
        />
        <NumberOption
          label={t('keep.most')}
          hint={t('keep.most.hint')}
          value={settings.most}
          step={1}
          min={1}
          max={MOST_A_DAY}
          onChange={(most) => most !== undefined && onChange({ most })}
        />
      </div>
      <Select
        label={t('keep.fill')}
        value={settings.fill}
        options={FILL_CHOICES.map((value) => ({ value, label: t(`keep.fill.${value}`) }))}
        onChange={(fill) => onChange({ fill })}
      />
    </>
  );
}
