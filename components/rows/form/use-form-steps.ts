/** The steps of a form: which is shown, and what can be done with them. */
import { useState } from 'preact/hooks';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { addStep, countSteps, moveStep, removeStep } from './steps.ts';
import { stepWithoutPrompt } from './use-whole-rows.ts';

export interface FormSteps {
  readonly count: number;
  /** Which is shown, from 0. */
  readonly active: number;
  /** The first of several that has no prompt. */
  readonly lacking: number | undefined;
  readonly choose: (at: number) => void;
  readonly add: () => void;
  readonly remove: () => void;
  readonly move: (by: -1 | 1) => void;
  /** The step that was removed last comes back. */
  readonly putBack: (() => void) | undefined;
}

export function useFormSteps(
  all: GenerationOptions,
  view: DatabaseView | undefined,
  set: (change: (now: GenerationOptions) => GenerationOptions) => void,
): FormSteps {
  const [shown, setShown] = useState(0);
  const [removed, setRemoved] = useState<{ readonly before: GenerationOptions } | undefined>();
  const count = countSteps(all);
  const active = Math.min(shown, count - 1);
  return {
    count,
    active,
    lacking: stepWithoutPrompt(all),
    choose: setShown,
    add: () => {
      if (!view) return;
      setRemoved(undefined);
      set((now) => addStep(now, view));
      setShown(count);
    },
    remove: () => {
      setRemoved({ before: all });
      set((now) => removeStep(now, active));
      setShown(Math.max(0, active - 1));
    },
    move: (by) => {
      setRemoved(undefined);
      set((now) => moveStep(now, active, by));
      setShown(active + by);
    },
    putBack: removed && (() => (set(() => removed.before), setRemoved(undefined))),
  };
}
