/** The jobs and steps of a GitHub workflow, as far as its rehearsal and its tests need them. */
import { parse } from 'yaml';

export interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  /** Its condition, as it stands. */
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface WorkflowJob {
  readonly name: string;
  readonly steps: readonly WorkflowStep[];
}

/**
 * @returns the jobs in their order; every value is a string, as it is written
 * @throws YAMLParseError for a text that is not YAML, Error for a step that neither runs a script nor uses an action
 */
export function readJobs(workflow: string): WorkflowJob[] {
  const { jobs } = parse(workflow, { schema: 'failsafe' }) as { jobs: Record<string, { steps: WorkflowStep[] }> };
  return Object.entries(jobs).map(([name, { steps }]) => {
    const other = steps.find(({ run, uses }) => run === undefined && uses === undefined);
    if (other !== undefined) throw new Error(`Not a step: ${JSON.stringify(other)}`);
    return { name, steps };
  });
}
