import type { Plan, UsageView } from '../../lib/usage/plan.ts';
import { PLAN_CONFIG } from '../../lib/usage/plan-config.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { StatusBox } from '../ui/status-region.tsx';
import { TextField } from '../ui/text-field.tsx';
import { PlanCard } from './plan-card.tsx';
import { usePlanForm } from './use-plan-form.ts';
import './upgrade.css';

/** The plans and the cap. Each button acts at once, with what is typed in the fields. */
export function PlanChoice({ usage }: { readonly usage: UsageView }) {
  const form = usePlanForm(usage);
  const { cap, choose } = form;
  return (
    <section class="stack">
      <ul class="plans">
        {PLAN_CONFIG.plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} usage={usage} form={form} />
        ))}
      </ul>
      <div class="cap">
        <TextField
          label={t('upgrade.cap')}
          hint={t('upgrade.cap.hint')}
          error={cap.isInvalid ? t('upgrade.cap.invalid') : undefined}
          type="number"
          min={0}
          step="any"
          narrow
          value={cap.text}
          onInput={cap.edit}
          beside={
            <Button onClick={() => choose.run(usage.plan, 'cap')} disabled={choose.pending || !cap.isChanged}>
              {t('upgrade.cap.set')}
            </Button>
          }
        />
      </div>
      <StatusBox>{form.said && <p class="soft">{saidText(form.said, usage)}</p>}</StatusBox>
      {choose.failure && <FailureNotice failure={choose.failure} />}
    </section>
  );
}

function saidText(said: 'plan' | 'cap', { plan, spendingCap }: { plan: Plan['id']; spendingCap?: number }): string {
  if (said === 'plan') return t('upgrade.chosen', { plan: t(`plan.${plan}`) });
  return t(spendingCap === undefined ? 'upgrade.cap.removed' : 'upgrade.cap.saved');
}
