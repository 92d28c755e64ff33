/** Rows of a form with several steps: those of which any step has something to do. */
import { useMemo } from 'preact/hooks';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import { propertyIdsOf } from '../../../lib/run-request/output.ts';
import type { RowCondition } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import type { RowItem } from '../data/row-item.ts';
import { hasEmptyCell, type RowChoice } from './row-choice.ts';
import { countSteps, joinedOutput, optionsOfStep, stepOutputs } from './steps.ts';
import { useChosenRows } from './use-chosen-rows.ts';
import { useMatchingLists } from './use-matching-rows.ts';

interface WholeRowsOptions {
  readonly items: readonly RowItem[];
  readonly view: DatabaseView | undefined;
  readonly all: GenerationOptions;
  readonly choice: RowChoice;
  readonly ticks: ReadonlySet<string>;
  readonly viewRowIds: readonly string[] | undefined;
  /** When the rows were read (epoch ms). */
  readonly readAt: number;
  /** The step that is shown. */
  readonly shown: GenerationOptions;
}

const NO_LISTS: readonly (readonly RowCondition[])[] = [];
const NO_ITEMS: readonly RowItem[] = [];

/** Nothing with one step, or where the rows of one step are made anew. */
export function useWholeRows({ all, shown, readAt, ...given }: WholeRowsOptions) {
  const { choice, view } = given;
  const isWhole = countSteps(all) > 1 && choice !== 'outdated';
  const options = useMemo((): GenerationOptions => {
    const output = joinedOutput(all);
    return { ...all, prompt: '', ...(output && { output }) };
  }, [all]);
  const rows = useChosenRows({ ...given, items: isWhole ? given.items : NO_ITEMS, options, matching: undefined });
  const { chosen, toWrite } = rows;
  const lists = useMemo(() => (isWhole ? stepConditions(all) : NO_LISTS), [isWhole, all]);
  const matching = useMatchingLists(view, lists, readAt);
  const stepRows = useMemo(() => {
    if (!isWhole) return undefined;
    const properties = view?.properties ?? [];
    const isAsked = (item: RowItem, output: GenerationOptions['output']) =>
      all.overwriteFilled === true || hasEmptyCell(item, output, properties);
    return stepOutputs(all).map((output, at) => {
      const meeting = matching.sets?.[at];
      const isMeant = ({ id }: RowItem) => meeting === undefined || (id !== undefined && meeting.has(id));
      return toWrite.filter((item) => isMeant(item) && isAsked(item, output)).length;
    });
  }, [isWhole, all, toWrite, view, matching.sets]);
  if (!isWhole) return { stepRows: undefined, runOptions: shown, areStepsKnown: true };
  return { chosen, toWrite, idle: 0, stepRows, runOptions: all, areStepsKnown: matching.isKnown || matching.isUnfit };
}

/**
 * What each step asks of a row as it stands now. A condition on what an earlier step writes is left out: nobody knows yet what that
 * will be, so that all rows are counted.
 */
export function stepConditions(all: GenerationOptions): readonly (readonly RowCondition[])[] {
  const written = new Set<string>();
  return Array.from({ length: countSteps(all) }, (_, at) => {
    const { conditions = [], output } = optionsOfStep(all, at);
    const known = conditions.filter(({ propertyId }) => !written.has(propertyId));
    for (const id of propertyIdsOf(output)) written.add(id);
    return known;
  });
}

/** The first of several steps that asks for nothing. */
export function stepWithoutPrompt(all: GenerationOptions): number | undefined {
  const prompts = [all.prompt, ...(all.steps ?? []).map(({ prompt }) => prompt)];
  const at = prompts.findIndex((prompt) => prompt.trim() === '');
  return prompts.length === 1 || at < 0 ? undefined : at;
}
