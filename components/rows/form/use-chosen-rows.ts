/** Which rows are meant, and which of them would be written, as the form is now. */
import { useMemo } from 'preact/hooks';

import { instructionsText } from '../../../lib/run-request/asked-text.ts';
import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { hashesOf } from '../../../lib/notion/outdated.ts';
import { useDebounced } from '../../hooks/use-debounced.ts';
import type { RowItem } from '../data/row-item.ts';
import { chosenItems, hasEmptyCell, hasInput, type RowChoice } from './row-choice.ts';

/** Above so many rows they are counted when a person pauses in typing, not at each letter. */
const MANY = 1_000;
const PAUSE_MS = 250;

export interface ChosenRows {
  /** The rows that are meant, in their order. */
  readonly chosen: readonly RowItem[];
  /** Those of them that would be written; the others are filled already, or idle. */
  readonly toWrite: readonly RowItem[];
  /** How many would be written if they had something to work on: all that the prompt names is empty in them. */
  readonly idle: number;
  /** Rows whose output Visen would make differently today. */
  readonly outdated: readonly RowItem[];
}

interface ChosenRowsOptions {
  readonly items: readonly RowItem[];
  readonly view: DatabaseView | undefined;
  readonly options: GenerationOptions;
  readonly choice: RowChoice;
  readonly ticks: ReadonlySet<string>;
  /** Of the chosen view; undefined while they are not known. */
  readonly viewRowIds: readonly string[] | undefined;
  /** Rows that meet the conditions; undefined: there are none, or they are not known yet. */
  readonly matching: ReadonlySet<string> | undefined;
}

export function useChosenRows({
  items,
  view,
  options,
  choice,
  ticks,
  viewRowIds,
  matching,
}: ChosenRowsOptions): ChosenRows {
  const { output, overwriteFilled } = options;
  const asked = useMemo(() => askedOf(options), [options]);
  const rested = useDebounced(asked, PAUSE_MS);
  const { hashOf, ...texts } = items.length > MANY ? rested : asked;
  const { prompt, instructions } = texts;
  const properties = view?.properties ?? [];
  const meant = (one: RowChoice) =>
    chosenItems(items, { choice: one, ticks, viewRowIds, output, properties, hashOf }).filter(
      ({ id }) => matching === undefined || (id !== undefined && matching.has(id)),
    );
  const hash = choice === 'outdated' ? hashOf : undefined;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what is in it, since each render makes a new object
  const chosen = useMemo(() => meant(choice), [items, choice, ticks, viewRowIds, output, view, hash, matching]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what is in it, since each render makes a new object
  const outdated = useMemo(() => meant('outdated'), [items, output, hashOf, matching]);
  const writable = useMemo(
    () =>
      overwriteFilled || choice === 'outdated'
        ? chosen
        : chosen.filter((item) => hasEmptyCell(item, output, properties)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what is in it, since each render makes a new object
    [chosen, choice, overwriteFilled, output, view],
  );
  const toWrite = useMemo(
    () => writable.filter((item) => hasInput(item, texts, properties)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what is in it, since each render makes a new object
    [writable, prompt, instructions, view],
  );
  return { chosen, toWrite, idle: writable.length - toWrite.length, outdated };
}

function askedOf(options: GenerationOptions) {
  return { prompt: options.prompt, instructions: instructionsText(options), hashOf: hashesOf(options) };
}
