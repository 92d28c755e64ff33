import { useEffect, useState } from 'preact/hooks';

import type { RunView } from '../../lib/runs/run-views.ts';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';

/** Until then a model that says nothing is nothing to speak of. */
const WORTH_SAYING_MS = 10_000;

/**
 * Whole seconds that a model has been waited for without a word (of rows: without one for any of them), once they are worth saying; counted from when this
 * surface first saw it.
 */
export function useNotBegun({ id, state, phase, text, request, isAwaited = false }: RunView): number | undefined {
  const isAsked = request.kind === 'rows' ? isAwaited : phase === 'generating' && !text;
  const isSilent = state === 'running' && isAsked;
  const [since, setSince] = useState<number | undefined>();
  useEffect(() => setSince(isSilent ? Date.now() : undefined), [isSilent, id]);
  const now = useNow(isSilent);
  const silence = isSilent && since !== undefined ? now - since : 0;
  return silence >= WORTH_SAYING_MS ? Math.floor(silence / 1_000) : undefined;
}

/** “The model has not started yet. Visen is waiting (14 s)”. */
export const notBegunText = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : t('run.phase.notBegun', { seconds });
