/**
 * What a workspace used, as it is stored beside the runs (one record per workspace, changed in the transaction that ends a
 * job). Pure: time comes in as epoch ms. Months are UTC months, as the engines bill them.
 */
import type { Plan, UsageView } from './plan.ts';
import { findPlan, PLAN_CONFIG } from './plan-config.ts';

export interface MonthUsage {
  readonly prompts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Dollars, as far as prices are known. */
  readonly cost: number;
}

export interface UsageRecord {
  readonly workspaceId: string;
  readonly plan: Plan['id'];
  readonly personalMonthlyPrompts: number;
  /** Dollars a month. Absent: no cap. */
  readonly spendingCap?: number;
  /** Prompts ever counted: what Starter is measured by. */
  readonly promptsTotal: number;
  /** By `YYYY-MM`. */
  readonly months: Readonly<Record<string, MonthUsage>>;
}

/** What one model answer took; `cost` in dollars, absent where no price is known. */
export interface AnswerUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost?: number;
}

const NO_USAGE: MonthUsage = { prompts: 0, inputTokens: 0, outputTokens: 0, cost: 0 };

/** The record of a workspace that was never used. */
export function createUsageRecord(workspaceId: string): UsageRecord {
  return {
    workspaceId,
    plan: PLAN_CONFIG.initialPlan,
    personalMonthlyPrompts: PLAN_CONFIG.initialMonthlyPrompts,
    promptsTotal: 0,
    months: {},
  };
}

/** `YYYY-MM` of the UTC month that `now` (epoch ms) is in. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

/** Counts one written model answer: one prompt, and what it took. */
export function countPrompt(record: UsageRecord, usage: AnswerUsage, now: number): UsageRecord {
  return { ...addToMonth(record, usage, now, 1), promptsTotal: record.promptsTotal + 1 };
}

/** Counts tokens and money of an answer that is not a prompt of its own: a repair, a retry, a stopped or refused answer. */
export function countSpending(record: UsageRecord, usage: AnswerUsage, now: number): UsageRecord {
  return addToMonth(record, usage, now, 0);
}

/** Prompts that the plan still allows; `undefined`: no limit. Never negative. */
export function promptsLeft(record: UsageRecord, now: number): number | undefined {
  const limit = promptLimit(record);
  return limit === undefined ? undefined : Math.max(0, limit - promptsUsed(record, now));
}

/** True once this month's estimated cost (with `extraCost` dollars that a run is about to add) reaches the cap. */
export function isCapReached(record: UsageRecord, now: number, extraCost = 0): boolean {
  if (record.spendingCap === undefined) return false;
  return usageOf(record, now).cost + extraCost >= record.spendingCap;
}

/** Dollars that are left of this month's cap; undefined where there is none. */
export function capLeft(record: UsageRecord, now: number): number | undefined {
  if (record.spendingCap === undefined) return undefined;
  return Math.max(0, record.spendingCap - usageOf(record, now).cost);
}

/** The record with another plan, monthly number or cap (dollars; `null` removes it, absent keeps it). Counts stay. */
export function choosePlan(
  record: UsageRecord,
  choice: { plan: Plan['id']; monthlyPrompts?: number; spendingCap?: number | null },
): UsageRecord {
  const { spendingCap: oldCap, ...rest } = record;
  const cap = choice.spendingCap === undefined ? oldCap : (choice.spendingCap ?? undefined);
  return {
    ...rest,
    plan: choice.plan,
    personalMonthlyPrompts: choice.monthlyPrompts ?? record.personalMonthlyPrompts,
    ...(cap !== undefined && { spendingCap: cap }),
  };
}

/** What surfaces show. `pricesAsOf`: ISO date of the price list. */
export function toUsageView(record: UsageRecord, now: number, pricesAsOf: string): UsageView {
  const month = usageOf(record, now);
  const limit = promptLimit(record);
  return {
    workspaceId: record.workspaceId,
    plan: record.plan,
    used: promptsUsed(record, now),
    ...(limit !== undefined && { limit }),
    month: monthOf(now),
    monthPrompts: month.prompts,
    monthInputTokens: month.inputTokens,
    monthOutputTokens: month.outputTokens,
    monthCost: month.cost,
    ...(record.spendingCap !== undefined && { spendingCap: record.spendingCap }),
    personalMonthlyPrompts: record.personalMonthlyPrompts,
    pricesAsOf,
  };
}

function promptLimit(record: UsageRecord): number | undefined {
  const plan = findPlan(record.plan);
  if (plan.limit === 'none') return undefined;
  return plan.limit === 'monthly' ? (plan.prompts ?? record.personalMonthlyPrompts) : (plan.prompts ?? 0);
}

function promptsUsed(record: UsageRecord, now: number): number {
  return findPlan(record.plan).limit === 'total' ? record.promptsTotal : usageOf(record, now).prompts;
}

function usageOf(record: UsageRecord, now: number): MonthUsage {
  return record.months[monthOf(now)] ?? NO_USAGE;
}

function addToMonth(record: UsageRecord, usage: AnswerUsage, now: number, prompts: number): UsageRecord {
  const before = usageOf(record, now);
  const month: MonthUsage = {
    prompts: before.prompts + prompts,
    inputTokens: before.inputTokens + usage.inputTokens,
    outputTokens: before.outputTokens + usage.outputTokens,
    cost: before.cost + (usage.cost ?? 0),
  };
  return { ...record, months: { ...record.months, [monthOf(now)]: month } };
}
