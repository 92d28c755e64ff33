/** Rows of a form with several steps: those of which any step has something to do. */
import { useMemo } from 'preact/hooks';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import type { RowItem } from '../data/row-item.ts';
import { hasEmptyCell, type RowChoice } from './row-choice.ts';
import { countSteps, joinedOutput, stepOutputs } from './steps.ts';
import { useChosenRows } from './use-chosen-rows.ts';

interface WholeRowsOptions {
  readonly items: readonly RowItem[];
  readonly view: DatabaseView | undefined;
  readonly all: GenerationOptions;
  readonly choice: RowChoice;
  readonly ticks: ReadonlySet<string>;
  readonly viewRowIds: readonly string[] | undefined;
  /** The step that is shown. */
  readonly shown: GenerationOptions;
}

const NO_ITEMS: readonly RowItem[] = [];

/** Nothing with one step, or where the rows of one step are made anew. */
export function useWholeRows({ all, shown, ...given }: WholeRowsOptions) {
  const { choice, view } = given;
  const isWhole = countSteps(all) > 1 && choice !== 'outdated';
  const options = useMemo((): GenerationOptions => {
    const output = joinedOutput(all);
    return { ...all, prompt: '', ...(output && { output }) };
  }, [all]);
  const rows = useChosenRows({ ...given, items: isWhole ? given.items : NO_ITEMS, options, matching: undefined });
  const { chosen, toWrite } = rows;
  const stepRows = useMemo(() => {
    if (!isWhole) return undefined;
    const properties = view?.properties ?? [];
    const isAsked = (item: RowItem, output: GenerationOptions['output']) =>
      all.overwriteFilled === true || hasEmptyCell(item, output, properties);
    return stepOutputs(all).map((output) => toWrite.filter((item) => isAsked(item, output)).length);
  }, [isWhole, all, toWrite, view]);
  if (!isWhole) return { stepRows: undefined, runOptions: shown };
  return { chosen, toWrite, idle: 0, stepRows, runOptions: all };
}

/** The first of several steps that asks for nothing. */
export function stepWithoutPrompt(all: GenerationOptions): number | undefined {
  const prompts = [all.prompt, ...(all.steps ?? []).map(({ prompt }) => prompt)];
  const at = prompts.findIndex((prompt) => prompt.trim() === '');
  return prompts.length === 1 || at < 0 ? undefined : at;
}
