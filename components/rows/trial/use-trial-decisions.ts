import { useState } from 'preact/hooks';

import type { JobView } from '../../../lib/runs/run-views.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction, type Action } from '../../hooks/use-action.ts';
import { DecisionQueues } from './decision-queues.ts';

export interface CellDecision {
  readonly jobId: string;
  readonly accept: boolean;
  /** Of one cell; absent: of all that is open in the row. */
  readonly propertyId?: string;
  /** What is to be written in place of the answer. */
  readonly text?: string;
  /** Who is meant where nobody could tell. */
  readonly people?: readonly { readonly id: string; readonly name: string }[];
}

export interface TrialDecisions {
  readonly one: Action<[CellDecision]>;
  /** Rows one after the other; what fails stays open. */
  readonly all: Action<[readonly JobView[], boolean]>;
  /** Those that were made here and did not fail: shown at once, also while Notion takes its time with an earlier cell. */
  readonly noted: readonly CellDecision[];
}

/** Decides on a trial's answers: the background writes what is accepted. */
export function useTrialDecisions(): TrialDecisions {
  const client = useClient();
  const [queues] = useState(() => new DecisionQueues());
  const [noted, setNoted] = useState<readonly CellDecision[]>([]);
  const note = (decisions: readonly CellDecision[]) => setNoted((before) => [...before, ...decisions]);
  const send = async (decision: CellDecision) => {
    try {
      await client.call('trial.decide', decision);
    } catch (error) {
      setNoted((before) => before.filter((one) => one !== decision));
      throw error;
    }
  };
  // Keys come faster than answers, and none is dropped.
  const sending = useAction(() => queues.sent());
  return {
    one: {
      ...sending,
      run: (decision: CellDecision) => {
        note([decision]);
        queues.add(decision.jobId, () => send(decision));
        sending.run();
      },
    },
    all: useAction(async (jobs: readonly JobView[], accept: boolean) => {
      const decisions = jobs.map(({ id }) => ({ jobId: id, accept }));
      note(decisions);
      try {
        for (const decision of decisions) await send(decision);
      } catch (error) {
        // What comes after the one that failed was not sent.
        setNoted((before) => before.filter((one) => !decisions.some((decision) => decision === one)));
        throw error;
      }
    }),
    noted,
  };
}
