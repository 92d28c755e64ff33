import type { JobView } from '../../../lib/messaging/protocol.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction, type Action } from '../../hooks/use-action.ts';

export interface CellDecision {
  readonly jobId: string;
  readonly accept: boolean;
  /** Of one cell; absent: of all that is open in the row. */
  readonly propertyId?: string;
  /** What is to be written in place of the answer. */
  readonly text?: string;
}

export interface TrialDecisions {
  readonly one: Action<[CellDecision]>;
  /** Rows one after the other; what fails stays open. */
  readonly all: Action<[readonly JobView[], boolean]>;
}

/** Decides on a trial's answers: the background writes what is accepted. */
export function useTrialDecisions(): TrialDecisions {
  const client = useClient();
  return {
    one: useAction(async (decision: CellDecision) => {
      await client.call('trial.decide', decision);
    }),
    all: useAction(async (jobs: readonly JobView[], accept: boolean) => {
      for (const { id } of jobs) await client.call('trial.decide', { jobId: id, accept });
    }),
  };
}
