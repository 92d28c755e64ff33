import { AppError } from '../shared/app-error.ts';
import type { Job } from './run.ts';

/** A worker that was suspended and comes back after another one took over must not ask, and pay, a second time. @throws AppError `stopped` */
export function requireLease(job: Job | undefined, owner: string): void {
  if (job?.lease?.owner !== owner)
    throw new AppError('stopped', 'never', { message: 'the job is not held by this worker' });
}
