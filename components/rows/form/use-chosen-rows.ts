/** Which rows are meant, and which of them would be written, as the form is now. */
import { useMemo } from 'preact/hooks';

import { instructionsText } from '../../../lib/run-request/asked-text.ts';
import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { DatabaseView, PropertyView } from '../../../lib/notion/views.ts';
import { hashesOf, type OutputHashes } from '../../../lib/notion/outdated.ts';
import { useDebounced } from '../../hooks/use-debounced.ts';
import type { RowItem } from '../data/row-item.ts';
import { chosenItems, hasEmptyCell, hasInput, type RowChoice } from './row-choice.ts';

/** Above so many rows they are counted when a person pauses in typing, not at each letter. */
const MANY = 1_000;
const PAUSE_MS = 250;
const NO_PROPERTIES: readonly PropertyView[] = [];
/** No choice but of outdated rows asks for one: the others stay as they are while a prompt is typed. */
const NO_HASHES: OutputHashes = () => '';
const OUTDATED = {
  choice: 'outdated',
  ticks: new Set<string>(),
  viewRowIds: undefined,
  properties: NO_PROPERTIES,
} as const;

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
  const { prompt, instructions, hashOf } = items.length > MANY ? rested : asked;
  const properties = view?.properties ?? NO_PROPERTIES;
  const hashes = choice === 'outdated' ? hashOf : NO_HASHES;
  const chosen = useMemo(() => {
    const context = { choice, ticks, viewRowIds, output, properties, hashOf: hashes };
    return meeting(matching, chosenItems(items, context));
  }, [items, choice, ticks, viewRowIds, output, properties, hashes, matching]);
  const outdated = useMemo(
    () => meeting(matching, chosenItems(items, { ...OUTDATED, output, hashOf })),
    [items, output, hashOf, matching],
  );
  const writable = useMemo(
    () =>
      overwriteFilled || choice === 'outdated'
        ? chosen
        : chosen.filter((item) => hasEmptyCell(item, output, properties)),
    [chosen, choice, overwriteFilled, output, properties],
  );
  const toWrite = useMemo(
    () => writable.filter((item) => hasInput(item, { prompt, instructions }, properties)),
    [writable, prompt, instructions, properties],
  );
  return { chosen, toWrite, idle: writable.length - toWrite.length, outdated };
}

function meeting(matching: ReadonlySet<string> | undefined, items: readonly RowItem[]): readonly RowItem[] {
  return items.filter(({ id }) => matching === undefined || (id !== undefined && matching.has(id)));
}

function askedOf(options: GenerationOptions) {
  return { prompt: options.prompt, instructions: instructionsText(options), hashOf: hashesOf(options) };
}
