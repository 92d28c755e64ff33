/**
 * The one file for a distributor: which plans there are, and where a paid one is bought. Plans are limits that a person
 * chooses for themselves; in this build all are free and chosen at once.
 */
import type { Plan } from './plan.ts';

export interface PlanConfig {
  readonly plans: readonly Plan[];
  /** What a person gets who never chose. */
  readonly initialPlan: Plan['id'];
  /** Personal's monthly number until the person sets their own. */
  readonly initialMonthlyPrompts: number;
  /** Opened in a new tab by the button of a plan that is bought. Absent: every plan is free and acts at once. */
  readonly checkoutUrl?: string;
}

export const PLAN_CONFIG: PlanConfig = {
  plans: [
    { id: 'starter', limit: 'total', prompts: 10 },
    { id: 'personal', limit: 'monthly' },
    { id: 'unlimited', limit: 'none' },
  ],
  initialPlan: 'starter',
  initialMonthlyPrompts: 200,
};

/** A plan by its id. Every id has one: a distributor may change a plan's numbers, never drop it. */
export function findPlan(id: Plan['id'], config: PlanConfig = PLAN_CONFIG): Plan {
  return config.plans.find((plan) => plan.id === id) ?? { id, limit: 'none' };
}
