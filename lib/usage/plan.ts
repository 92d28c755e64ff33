/** Plans are limits that a person chooses for themselves; nobody pays us. A distributor may set others in plan-config.ts. */
export interface Plan {
  readonly id: 'starter' | 'personal' | 'unlimited';
  /** Prompts in all (starter), per month (personal), or no limit. */
  readonly limit: 'total' | 'monthly' | 'none';
  readonly prompts?: number;
}

/** What a workspace used, and what is left. */
export interface UsageView {
  readonly workspaceId: string;
  readonly plan: Plan['id'];
  /** Counted against the plan: in all for Starter, this month for Personal. */
  readonly used: number;
  /** Absent: unlimited. */
  readonly limit?: number;
  readonly month: string;
  readonly monthPrompts: number;
  readonly monthInputTokens: number;
  readonly monthOutputTokens: number;
  readonly monthCost: number;
  readonly spendingCap?: number;
  readonly personalMonthlyPrompts: number;
  readonly pricesAsOf: string;
}
