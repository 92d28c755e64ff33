import { useState } from 'preact/hooks';

import type { Plan, UsageView } from '../../lib/usage/plan.ts';
import { PLAN_CONFIG } from '../../lib/usage/plan-config.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import type { Action } from '../hooks/use-action.ts';
import { readMonthlyPrompts, readSpendingCap } from './limit-draft.ts';

export interface NumberDraft {
  readonly text: string;
  readonly edit: (text: string) => void;
  readonly isChanged: boolean;
  readonly isInvalid: boolean;
}

export interface PlanForm {
  readonly monthly: NumberDraft;
  readonly cap: NumberDraft;
  readonly choose: Action<[Plan['id'], 'plan' | 'cap']>;
  /** What was done last. */
  readonly said: 'plan' | 'cap' | undefined;
}

/** The two numbers as they are typed over what is stored, and the click that stores them. */
export function usePlanForm(usage: UsageView): PlanForm {
  const client = useClient();
  const [monthlyText, setMonthly] = useState<string | undefined>();
  const [capText, setCap] = useState<string | undefined>();
  const [said, setSaid] = useState<'plan' | 'cap' | undefined>();
  const monthly = monthlyText === undefined ? usage.personalMonthlyPrompts : readMonthlyPrompts(monthlyText);
  const stored = usage.spendingCap ?? null;
  const cap = capText === undefined ? stored : readSpendingCap(capText);
  const choose = useAction(async (plan: Plan['id'], what: 'plan' | 'cap') => {
    setSaid(undefined);
    if (cap === undefined || (plan === 'personal' && monthly === undefined)) return;
    openCheckout(plan, what);
    await client.call('plan.choose', {
      plan,
      ...(plan === 'personal' && monthly !== undefined && { monthlyPrompts: monthly }),
      ...(cap !== stored && { spendingCap: cap }),
    });
    setCap(undefined);
    if (plan === 'personal') setMonthly(undefined);
    setSaid(what);
  });
  return {
    choose,
    said,
    monthly: {
      text: monthlyText ?? String(usage.personalMonthlyPrompts),
      edit: setMonthly,
      isChanged: monthly !== usage.personalMonthlyPrompts,
      isInvalid: monthly === undefined,
    },
    cap: {
      text: capText ?? (usage.spendingCap === undefined ? '' : String(usage.spendingCap)),
      edit: setCap,
      isChanged: cap !== stored,
      isInvalid: cap === undefined,
    },
  };
}

/** A distributor's own page for the plans that are bought; the click that chooses one also shows it. */
function openCheckout(plan: Plan['id'], what: 'plan' | 'cap'): void {
  const { checkoutUrl, initialPlan } = PLAN_CONFIG;
  if (checkoutUrl && what === 'plan' && plan !== initialPlan) window.open(checkoutUrl, '_blank', 'noopener,noreferrer');
}
