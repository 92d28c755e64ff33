import type { JobExecutor } from '../jobs/job-runner.ts';
import type { Job } from '../jobs/run.ts';
import { createPageExecutor } from './page-generation.ts';
import type { GenerationPorts } from './ports.ts';

/** What does the jobs of every kind of run. */
export function createJobExecutor(ports: GenerationPorts, letGo: (job: Job) => void): JobExecutor {
  const page = createPageExecutor(ports);
  return { ...page, letGo };
}
