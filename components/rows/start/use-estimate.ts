import { useEffect, useMemo, useState } from 'preact/hooks';

import { askedText } from '../../../lib/run-request/asked-text.ts';
import { LONGEST_PROMPT, type GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import type { Estimate } from '../../../lib/runs/estimate.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { useEffectEvent } from '../../hooks/use-effect-event.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useTopicPart } from '../../hooks/use-throttled-topic.ts';
import type { RowItem } from '../data/row-item.ts';
import { namedProperties, sampleRows } from './estimate-sample.ts';

const PAUSE_MS = 400;

export interface EstimateState {
  readonly estimate?: Estimate;
  readonly failure?: Failure;
}

interface EstimateInput {
  readonly target: Target;
  readonly options: GenerationOptions;
  readonly properties: readonly PropertyView[];
  /** Undefined: not counted yet. */
  readonly rows: readonly RowItem[] | undefined;
  /** Several steps: of how many rows each is asked. */
  readonly stepRows?: readonly number[] | undefined;
}

/** What these rows would take, a moment after each change. */
export function useEstimate(input: EstimateInput): EstimateState {
  const { target, properties, rows } = input;
  const client = useClient();
  const used = useTopicPart('usage', ({ used: now }) => now);
  const [state, setState] = useState<EstimateState>({});
  const options = useStable(input.options);
  const stepRows = useStable(input.stepRows);
  const namedNow = namedProperties(promptsOf(options), properties);
  const named = useStable(namedNow, namedNow.map(({ id }) => id).join(' '));
  const sample = useMemo(() => (rows ? sampleRows(rows, named) : []), [rows, named]);
  const count = rows?.length;
  // What is used of the plan is part of the answer.
  const asked = useMemo(
    () => ({ options, rows: count, sample, stepRows, used }),
    [options, count, sample, stepRows, used],
  );
  const rested = useDebounced(asked, PAUSE_MS);
  // Another title is no other target.
  const targetNow = useEffectEvent(() => target);
  useEffect(() => {
    // A prompt that is too long is said at its field.
    if (rested.rows === undefined || !promptsFit(rested.options)) return undefined;
    const replaced = new AbortController();
    const request = { kind: 'rows', target: targetNow(), options: rested.options, selection: { kind: 'all' } } as const;
    const question = {
      request,
      rows: rested.rows,
      sample: rested.sample,
      ...(rested.stepRows && { stepRows: rested.stepRows }),
    };
    client.call('runs.estimate', question, { signal: replaced.signal, quiet: true }).then(
      (estimate) => !replaced.signal.aborted && setState({ estimate }),
      (error: unknown) => !replaced.signal.aborted && setState({ failure: toFailure(error) }),
    );
    return () => replaced.abort();
  }, [client, target.id, rested]);
  return state;
}

function promptsFit({ steps = [], prompt }: GenerationOptions): boolean {
  return [prompt, ...steps.map((step) => step.prompt)].every((text) => text.length <= LONGEST_PROMPT);
}

/** Of all steps: what any of them names is sent. */
function promptsOf({ steps = [], ...first }: GenerationOptions): string {
  return [first, ...steps].map(askedText).join('\n');
}
