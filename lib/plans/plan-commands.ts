/** The choice of a plan. */
import * as v from 'valibot';

import type { SchemasFor } from '../shared/command.ts';
import type { Plan, UsageView } from '../usage/plan.ts';

export interface PlanCommands {
  'plan.choose': {
    request: { plan: Plan['id']; monthlyPrompts?: number; spendingCap?: number | null };
    response: UsageView;
  };
}

export const PLAN_SCHEMAS: SchemasFor<PlanCommands> = {
  'plan.choose': v.object({
    plan: v.picklist(['starter', 'personal', 'unlimited']),
    monthlyPrompts: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
    spendingCap: v.exactOptional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000)))),
  }),
};
