/** What a person chooses for a run of rows: which rows, what to write, and the prompt. */
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { RowSelection, RowTicks } from '../../../lib/run-request/row-selection.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { askedText } from '../../../lib/run-request/asked-text.ts';
import { hashesOf, type OutputHashes } from '../../../lib/notion/outdated.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useEffectEvent } from '../../hooks/use-effect-event.ts';
import { choiceOf, selectionOf, viewIdOf, type RowChoice } from './row-choice.ts';
import { optionsOfStep, withStep, withUsableOutputs } from './steps.ts';
import { useFormSteps, type FormSteps } from './use-form-steps.ts';
import { useWholeRows } from './use-whole-rows.ts';
import { useChosenRows, type ChosenRows } from './use-chosen-rows.ts';
import { useMatchingRows } from './use-matching-rows.ts';
import type { KeptRows } from './use-keep-rows.ts';
import type { Rows } from '../data/use-rows.ts';
import { offeredNames, unknownNames, useRelatedNames } from './use-related-names.ts';
import { useTicks, type Ticks } from '../data/use-ticks.ts';
import { propertyIdsOf } from '../../../lib/run-request/output.ts';

export interface RowsFormProps {
  /** Read once. */
  readonly options: GenerationOptions;
  readonly selection: RowSelection | undefined;
  readonly ticks: RowTicks | undefined;
  readonly columns?: Readonly<Record<string, boolean>> | undefined;
  readonly rows: Rows;
  readonly onChange: (kept: KeptRows) => void;
}

export interface RowsForm extends ChosenRows {
  readonly options: GenerationOptions;
  /** Of the database; none while it is not open. */
  readonly properties: readonly PropertyView[];
  /** Of all steps, as they are kept in the connection. */
  readonly allOptions: GenerationOptions;
  /** What a click on Generate asks for: all steps, or where rows out of date are made anew the one that is shown. */
  readonly runOptions: GenerationOptions;
  /** Several steps are asked for: of how many rows each. */
  readonly stepRows: readonly number[] | undefined;
  readonly steps: FormSteps;
  readonly edit: (change: Partial<GenerationOptions>) => void;
  /** Where an option goes back to Settings, which a change cannot say. */
  readonly setAll: (options: GenerationOptions) => void;
  readonly choice: RowChoice;
  readonly choose: (choice: RowChoice) => void;
  readonly ticks: Ticks;
  /** All rows that count are known. */
  readonly counted: boolean;
  /** What each output would be made with; the same function as long as it says the same. */
  readonly hashOf: OutputHashes;
  /** Names in the prompt that mean nothing here. */
  readonly unknownNames: readonly string[];
  /** What `{{` offers. */
  readonly variableNames: readonly string[];
  readonly viewFailure: Failure | undefined;
  /** A condition lacks its value, or has one that does not fit. */
  readonly isConditionUnfit: boolean;
  readonly selection: RowSelection;
  /** Columns that were shown or hidden, by property id. */
  readonly columns: Readonly<Record<string, boolean>>;
  readonly showColumn: (propertyId: string, isShown: boolean) => void;
}

const NO_KEYS: ReadonlySet<string> = new Set();
const NO_CONDITIONS: NonNullable<GenerationOptions['conditions']> = [];
const NO_PROPERTIES: readonly PropertyView[] = [];

export function useRowsForm({ rows, onChange, ...initial }: RowsFormProps): RowsForm {
  const { view, items } = rows;
  const [typed, setTyped] = useState(initial.options);
  const [choice, setChoice] = useState<RowChoice>(() => choiceOf(initial.selection));
  const [touched, setTouched] = useState(false);
  const [columns, setColumns] = useState(initial.columns ?? {});
  const ticks = useTicks(items, initial.ticks, initial.selection);
  const viewRows = useViewRows(viewIdOf(choice));
  const change = (apply: () => void) => {
    setTouched(true);
    apply();
  };
  const all = useMemo(() => (view ? withUsableOutputs(typed, view) : typed), [typed, view]);
  const steps = useFormSteps(all, view, (make) => change(() => setTyped(make)));
  const step = steps.active;
  const options = useMemo(() => optionsOfStep(all, step), [all, step]);
  const matching = useMatchingRows(view, options.conditions ?? NO_CONDITIONS, rows.readAt);
  const chosen = { items, view, choice, ticks: ticks.keys, viewRowIds: viewRows.ids };
  const counts = useChosenRows({ ...chosen, options, matching: matching.ids });
  const selection = useMemo(() => selectionOf(choice, items, ticks.keys), [choice, items, ticks.keys]);
  const tell = useEffectEvent(onChange);
  const { kept } = ticks;
  // Before anything else can happen: a view that goes at once has no later effects.
  useLayoutEffect(() => {
    if (touched) tell({ options: all, selection: selectionOf(choice, [], NO_KEYS), ticks: kept, columns });
  }, [touched, all, choice, kept, columns]);
  const properties = view?.properties ?? NO_PROPERTIES;
  const related = useRelatedNames(properties, askedText(options));
  const { areStepsKnown, ...whole } = useWholeRows({ ...chosen, all, shown: options, readAt: rows.readAt });
  return {
    ...counts,
    ...whole,
    steps,
    options,
    allOptions: all,
    properties,
    choice,
    hashOf: useHashes(options),
    selection,
    columns,
    showColumn: (id, isShown) => change(() => setColumns((now) => ({ ...now, [id]: isShown }))),
    edit: (part) => change(() => setTyped((now) => withStep(now, step, { ...optionsOfStep(now, step), ...part }))),
    setAll: (next) => change(() => setTyped((now) => withStep(now, step, next))),
    choose: (next) => change(() => setChoice(next)),
    ticks: choosingTicks(ticks, change, () => setChoice('ticked')),
    counted:
      matching.isKnown &&
      areStepsKnown &&
      (rows.complete || (choice === 'ticked' && ticks.known)) &&
      (viewIdOf(choice) === undefined || viewRows.ids !== undefined),
    unknownNames: view ? unknownNames(askedText(options), properties, related) : [],
    variableNames: offeredNames(properties, related),
    viewFailure: viewRows.failure ?? matching.failure,
    isConditionUnfit: matching.isUnfit,
  };
}

function useHashes({ prompt, output, instructions }: GenerationOptions): OutputHashes {
  return useMemo(
    () => hashesOf({ prompt, ...(output && { output }), ...(instructions && { instructions }) }),
    [prompt, output, instructions],
  );
}

/** Who ticks rows means the ticked ones. */
function choosingTicks(ticks: Ticks, change: (apply: () => void) => void, choose: () => void): Ticks {
  return {
    ...ticks,
    tick: (...args) => change(() => (choose(), ticks.tick(...args))),
    tickAll: (ticked) => change(() => (choose(), ticks.tickAll(ticked))),
    tickNew: (keys) => change(() => ticks.tickNew(keys)),
  };
}

/** Whether the output writes into page bodies. */
export function isBodyOutput(options: GenerationOptions): boolean {
  return options.output !== undefined && propertyIdsOf(options.output).length === 0 && options.output.kind === 'body';
}

function useViewRows(viewId: string | undefined): { ids: readonly string[] | undefined; failure: Failure | undefined } {
  const client = useClient();
  const [read, setRead] = useState<{ viewId: string; ids: readonly string[] } | undefined>();
  const reading = useAction(async (id: string) => {
    const { rowIds } = await client.call('database.viewRows', { viewId: id });
    setRead({ viewId: id, ids: rowIds });
  });
  const { run, pending, failure } = reading;
  useEffect(() => {
    if (viewId !== undefined && read?.viewId !== viewId && !pending && !failure) run(viewId);
  }, [viewId, read, pending, failure, run]);
  return { ids: read?.viewId === viewId ? read?.ids : undefined, failure: viewId === undefined ? undefined : failure };
}
