import { useEffect, useState } from 'preact/hooks';

import type { RunView } from '../../lib/messaging/protocol.ts';
import { useNow } from '../hooks/use-now.ts';

/** Until then a model that says nothing is nothing to speak of. */
const WORTH_SAYING_MS = 10_000;

/**
 * Whole seconds that a page's model has been waited for without a word, once they are worth saying; counted from when this
 * surface first saw it.
 */
export function useNotBegun({ id, state, phase, text, request }: RunView): number | undefined {
  const isSilent = state === 'running' && phase === 'generating' && !text && request.kind !== 'rows';
  const [since, setSince] = useState<number | undefined>();
  useEffect(() => setSince(isSilent ? Date.now() : undefined), [isSilent, id]);
  const now = useNow(isSilent);
  const silence = isSilent && since !== undefined ? now - since : 0;
  return silence >= WORTH_SAYING_MS ? Math.floor(silence / 1_000) : undefined;
}
