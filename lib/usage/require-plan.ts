import { AppError } from '../shared/app-error.ts';
import { isCapReached, promptsLeft, type UsageRecord } from './usage-record.ts';

/** Before anything is begun that asks a model. @throws AppError `prompts-used-up`, `spending-cap` */
export function requirePlan(usage: UsageRecord, now: number): void {
  if (promptsLeft(usage, now) === 0) throw new AppError('prompts-used-up', 'never');
  if (isCapReached(usage, now)) throw new AppError('spending-cap', 'never');
}
