import type { CommandRequest } from '../../lib/messaging/protocol.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction, type Action } from '../hooks/use-action.ts';

export type ReviewDecision = CommandRequest<'review.decide'>;

/** Decides on an answer that failed a check: the background writes it, or asks the model once more. */
export function useReview(): Action<[ReviewDecision]> {
  const client = useClient();
  return useAction(async (decision: ReviewDecision) => {
    await client.call('review.decide', decision);
  });
}
