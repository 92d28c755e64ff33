import type { Plan, UsageView } from '../../lib/usage/plan.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { PlanForm } from './use-plan-form.ts';

interface PlanCardProps {
  readonly plan: Plan;
  readonly usage: UsageView;
  readonly form: PlanForm;
}

/** One plan. The button stays where it is when the plan becomes the present one, and with it the focus. */
export function PlanCard({ plan, usage, form }: PlanCardProps) {
  const { choose, monthly } = form;
  const hasNumber = plan.limit === 'monthly' && plan.prompts === undefined;
  const isPresent = usage.plan === plan.id && !(hasNumber && monthly.isChanged);
  return (
    <li class={usage.plan === plan.id ? 'plan plan-present' : 'plan'}>
      <h2>{t(`plan.${plan.id}`)}</h2>
      <p class="soft">{t(`plan.${plan.id}.text`, { prompts: plan.prompts ?? usage.personalMonthlyPrompts })}</p>
      {hasNumber && (
        <TextField
          label={t('upgrade.monthly')}
          error={monthly.isInvalid ? t('upgrade.monthly.invalid') : undefined}
          type="number"
          min={1}
          step={1}
          value={monthly.text}
          onInput={monthly.edit}
        />
      )}
      <div class="plan-button">
        <Button
          look={plan.limit === 'none' && !isPresent ? 'primary' : 'plain'}
          onClick={() => choose.run(plan.id, 'plan')}
          disabled={isPresent || choose.pending || (hasNumber && monthly.isInvalid)}
        >
          {isPresent ? t('upgrade.present') : t(`upgrade.choose.${plan.id}`)}
        </Button>
      </div>
    </li>
  );
}
