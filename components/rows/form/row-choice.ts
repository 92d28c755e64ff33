/** Which rows a click on Generate is about, and which of them it would write. */
import { propertyIdsOf, type Output } from '../../../lib/run-request/output.ts';
import type { RowSelection } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView, PropertyView } from '../../../lib/notion/views.ts';
import { BODY_OUTPUT, isOutdated, type OutputHashes } from '../../../lib/notion/outdated.ts';
import { hasSomethingToWorkOn } from '../../../lib/prompt/has-something.ts';
import { splitPath, variablesIn } from '../../../lib/prompt/variables.ts';
import type { RowItem } from '../data/row-item.ts';

/** A value of the select Rows. */
export type RowChoice = 'ticked' | 'all' | 'empty' | 'outdated' | `view:${string}`;

export function choiceOf(selection: RowSelection | undefined): RowChoice {
  if (selection === undefined) return 'ticked';
  return selection.kind === 'view' ? `view:${selection.viewId}` : selection.kind;
}

export function viewIdOf(choice: RowChoice): string | undefined {
  return choice.startsWith('view:') ? choice.slice('view:'.length) : undefined;
}

/** What a connection keeps and a run is asked for. */
export function selectionOf(choice: RowChoice, items: readonly RowItem[], ticks: ReadonlySet<string>): RowSelection {
  const viewId = viewIdOf(choice);
  if (viewId !== undefined) return { kind: 'view', viewId };
  if (choice === 'all' || choice === 'empty') return { kind: choice };
  if (choice === 'outdated') return { kind: 'outdated', rowIds: [] };
  return { kind: 'ticked', rowIds: items.flatMap(({ key, id }) => (id !== undefined && ticks.has(key) ? [id] : [])) };
}

export interface ChoiceContext {
  readonly choice: RowChoice;
  readonly ticks: ReadonlySet<string>;
  /** Of the chosen view; undefined while they are not known. */
  readonly viewRowIds: readonly string[] | undefined;
  readonly output: Output | undefined;
  readonly properties: readonly PropertyView[];
  readonly hashOf: OutputHashes;
}

/** The rows that are meant, in their order; a row without a topic that is only being typed is none. */
export function chosenItems(items: readonly RowItem[], context: ChoiceContext): readonly RowItem[] {
  const { choice, ticks, viewRowIds, output, properties, hashOf } = context;
  const named = items.filter(({ id, title }) => id !== undefined || title.trim() !== '');
  if (choice === 'ticked') return named.filter(({ key }) => ticks.has(key));
  if (choice === 'all') return named;
  if (choice === 'empty') return named.filter((item) => hasEmptyCell(item, output, properties));
  if (choice === 'outdated') return named.filter((item) => isOutdatedItem(item, output, hashOf));
  const byId = new Map(named.map((item) => [item.id, item]));
  return (viewRowIds ?? []).flatMap((id) => byId.get(id) ?? []);
}

/** Why Visen would make what stands in the output differently today; undefined: it would not, or a person wrote it. */
export function outdatedBy(
  { made = {} }: RowItem,
  output: Output | undefined,
  hashOf: OutputHashes,
): 'prompt' | 'inputs' | undefined {
  const keys = output?.kind === 'body' ? [BODY_OUTPUT] : propertyIdsOf(output);
  const found = keys.flatMap((key) => (isOutdated(made[key], hashOf(key)) ? (made[key] ?? []) : []));
  if (found.length === 0) return undefined;
  return found.some(({ inputsChanged }) => inputsChanged) ? 'inputs' : 'prompt';
}

function isOutdatedItem(item: RowItem, output: Output | undefined, hashOf: OutputHashes): boolean {
  return outdatedBy(item, output, hashOf) !== undefined;
}

/** At least one cell is empty; for page bodies nobody can tell before they are read. */
export function hasEmptyCell(item: RowItem, output: Output | undefined, properties: readonly PropertyView[]): boolean {
  const ids = propertyIdsOf(output);
  return (
    ids.length === 0 ||
    ids.some((id) =>
      isEmptyCell(
        item,
        properties.find((property) => property.id === id),
      ),
    )
  );
}

/** The row gives the prompt something to work on. While there is no prompt every row does. */
export function hasInput(
  { title, values }: RowItem,
  { prompt, instructions }: { readonly prompt: string; readonly instructions: string },
  properties: readonly PropertyView[],
): boolean {
  if (prompt.trim() === '') return true;
  const named = Object.fromEntries(properties.map(({ id, name }) => [name, values[id] ?? '']));
  const relations = properties.filter(({ type }) => type === 'relation').map(({ name }) => name);
  for (const typed of variablesIn(`${prompt}\n${instructions}`, Object.keys(named))) {
    // What the related pages hold is not known here: whether there are any is.
    const path = typed in named ? undefined : splitPath(typed, relations);
    if (path) named[typed] = named[path.relation] ?? '';
  }
  return hasSomethingToWorkOn(prompt, { topic: title, properties: named }, instructions);
}

function isEmptyCell(item: RowItem, property: PropertyView | undefined): boolean {
  if (!property) return true;
  const text = (item.values[property.id] ?? '').trim();
  return text === '' || text === property.emptyText;
}

/** The output, unless the database no longer has its properties. */
export function usableOutput(output: Output | undefined, view: DatabaseView): Output {
  const has = (id: string) => view.properties.some((property) => property.id === id && property.writable);
  if (output === undefined) return view.presetOutput;
  if (output.kind === 'property') return has(output.propertyId) ? output : view.presetOutput;
  if (output.kind === 'properties') return { kind: 'properties', propertyIds: output.propertyIds.filter(has) };
  return output;
}
