/** A row's cells: read for comparison, for Undo and for the prompt. */
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { RichText } from '../../markdown/block-types.ts';
import { normaliseSentRichText, normaliseValue } from '../../notion/normalise-value.ts';
import { isEmptyValue, type PropertySchema, type PropertyValue, renderValue } from '../../notion/property-value.ts';
import { toWritable } from '../../notion/writable-value.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import { hashText } from '../../shared/hash-text.ts';
import type { CellBefore } from './row-checkpoint.ts';

export function findCell(page: PageObjectResponse, propertyId: string): PropertyValue | undefined {
  return Object.values(page.properties).find((property) => property.id === propertyId);
}

export function hashCell(property: PropertyValue): string {
  return hashText(JSON.stringify(normaliseValue(property)));
}

/** So much of a cell is kept to be shown as what stood there before (characters). */
const KEPT_TEXT = 2000;

type FindSchema = (propertyId: string) => PropertySchema | undefined;

/** The cells as they are now; a property that the row does not have (any more) is left out. */
export function snapshotCells(
  page: PageObjectResponse,
  propertyIds: readonly string[],
  schemaOf: FindSchema,
): readonly CellBefore[] {
  return propertyIds.flatMap((propertyId): CellBefore[] => {
    const property = findCell(page, propertyId);
    if (!property) return [];
    const writable = toWritable(property);
    const schema = schemaOf(propertyId);
    const isEmpty = isEmptyValue(property, schema);
    return [
      {
        propertyId,
        hash: hashCell(property),
        ...(schema && { name: schema.name }),
        ...(!isEmpty && { text: renderValue(property).slice(0, KEPT_TEXT).toWellFormed() }),
        ...(writable.restorable && { restore: writable.value }),
        ...(!isEmpty && { filled: true as const }),
      },
    ];
  });
}

/** The hashes of cells, as Notion has them now. */
export function hashCells(page: PageObjectResponse, propertyIds: readonly string[]): readonly CellBefore[] {
  return propertyIds.flatMap((propertyId): CellBefore[] => {
    const property = findCell(page, propertyId);
    return property ? [{ propertyId, hash: hashCell(property) }] : [];
  });
}

/** True when there is a cell, and none of them is empty: nothing to be written without “Overwrite filled cells”. */
export function allFilled(cells: readonly CellBefore[]): boolean {
  return cells.length > 0 && cells.every((cell) => cell.filled);
}

/** The values without those for cells that were filled before. */
export function onlyEmptyCells<T>(
  values: Readonly<Record<string, T>>,
  cells: readonly CellBefore[],
): Readonly<Record<string, T>> {
  const filled = new Set(cells.flatMap((cell) => (cell.filled ? [cell.propertyId] : [])));
  return Object.fromEntries(Object.entries(values).filter(([propertyId]) => !filled.has(propertyId)));
}

/** True when all cells still have the hashes that were seen. */
export function cellsAreUnchanged(page: PageObjectResponse, cells: readonly CellBefore[]): boolean {
  return cells.every(({ propertyId, hash }) => {
    const property = findCell(page, propertyId);
    return property !== undefined && hashCell(property) === hash;
  });
}

export function showCells(page: PageObjectResponse, propertyIds: readonly string[]): string {
  const texts = propertyIds.map((id) => {
    const property = findCell(page, id);
    return property ? renderValue(property) : '';
  });
  return texts.filter((text) => text !== '').join(' · ');
}

/**
 * Whether a write's values stand in the page: for a write whose answer was lost. Their text tells, and where the same words stood there
 * before, their formatting too. `before`: the cells as they were when the row was read.
 */
export function holdsValues(
  page: PageObjectResponse,
  values: PropertyValues,
  before: readonly CellBefore[] = [],
): boolean {
  return Object.entries(values).every(([propertyId, value]) => {
    const property = findCell(page, propertyId);
    if (property === undefined || !readsAlike(property, value)) return false;
    const hash = before.find((cell) => cell.propertyId === propertyId)?.hash;
    return hash !== hashCell(property) || isFormattedAlike(property, value);
  });
}

/** By what a person reads; by ids where the answer has names for them, and dates by the minute they mean, however they are spelled. */
function readsAlike(property: PropertyValue, value: unknown): boolean {
  const { type } = property;
  if (type === 'relation' || type === 'people') {
    const sent = (value as Readonly<Record<string, readonly { readonly id: string }[]>>)[type] ?? [];
    const read = type === 'relation' ? property.relation : property.people;
    const known = read.length === READ_LIMIT ? sent.slice(0, READ_LIMIT) : sent;
    return known.map(({ id }) => id).join() === read.map(({ id }) => id).join();
  }
  if (type !== 'date') return renderValue(property) === renderWritable(type, value);
  const { date } = value as { readonly date: { readonly start: string; readonly end?: string | null } | null };
  if (date === null || property.date === null) return date === property.date;
  return minuteOf(date.start) === minuteOf(property.date.start) && minuteOf(date.end) === minuteOf(property.date.end);
}

/** A page answer names at most so many related pages and people. */
const READ_LIMIT = 25;

function minuteOf(time: string | null | undefined): string {
  if (!time?.includes('T')) return time ?? '';
  return String(Math.floor(Date.parse(time) / 60_000));
}

function isFormattedAlike(property: PropertyValue, value: unknown): boolean {
  if (property.type !== 'rich_text') return true;
  const sent = (value as { readonly rich_text: readonly RichText[] }).rich_text;
  return JSON.stringify(normaliseValue(property)) === JSON.stringify(normaliseSentRichText(sent));
}

/** What Notion will show for a value that we send. */
export function renderWritable(type: string, value: unknown): string {
  const content = (value as Record<string, unknown>)[type];
  if (type === 'title' || type === 'rich_text') {
    return (content as readonly SentRun[]).map((run) => run.text?.content ?? run.equation?.expression ?? '').join('');
  }
  const filled = type === 'date' && content ? { end: null, time_zone: null, ...content } : content;
  return renderValue({ type, [type]: filled } as unknown as PropertyValue);
}

/** Values as one text, in their order. `named`: by property id, what stands for ids. */
export function showValues(values: PropertyValues, named: Readonly<Record<string, string>> = {}): string {
  const texts = Object.entries(values).map(
    ([id, value]) => named[id] ?? renderWritable(Object.keys(value as object)[0] ?? '', value),
  );
  return texts.filter((text) => text !== '').join(' · ');
}

interface SentRun {
  readonly text?: { readonly content: string };
  readonly equation?: { readonly expression: string };
}
