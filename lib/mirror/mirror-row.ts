/**
 * A connection as a row of the connections database, and back. In between are plain fields: what was last written is stored as
 * such, so that each field can be compared with both sides.
 */
import type { Connection } from '../connections/connection.ts';
import { type EngineId, ENGINES } from '../language-model/engines.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { MIRROR_COLUMN_KEYS, MIRROR_COLUMNS, type MirrorColumn, type MirrorColumnIds } from './mirror-columns.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import { renderValue } from '../notion/property-value.ts';
import type { PropertyValues } from '../notion/workspace.ts';

/** Every field as text or number; empty text and null are an empty cell. */
export type MirrorFields = Readonly<Record<MirrorColumn, string | number | null>>;

/** The two fields that are taken over from Notion; the others are put back. */
export const EDITABLE_FIELDS = ['name', 'prompt'] as const satisfies readonly MirrorColumn[];

export interface MirrorContext {
  /** The output's property name, names, or `Page body`. */
  readonly outputLabel: string;
  /** What runs of this connection use. */
  readonly engine: EngineId;
  /** Absent: it does not keep itself filled. */
  readonly keepFilled?: MirroredLooks | undefined;
}

/** Keep filled as the mirror shows it; `at`: its last look (epoch ms). */
export interface MirroredLooks {
  readonly standing: 'On' | 'Waiting' | 'Paused';
  readonly at?: number;
}

/** One cell holds less than a prompt may have; longer ones are cut, and not taken over unless they are changed there. */
const MAX_CELL_TEXT = 60_000;

export function mirrorFields(connection: Connection, context: MirrorContext): MirrorFields {
  const { stats, lastRun, target, options } = connection;
  return {
    name: cellText(connection.name),
    type: target.kind === 'page' ? 'Notion Page' : 'Notion Database',
    link: target.url,
    prompt: cellText(options.prompt),
    engine: ENGINES[options.engine ?? context.engine].name,
    output: cellText(context.outputLabel),
    status: lastRun ? stateName(lastRun.state) : '',
    lastRun: lastRun ? minuteOf(lastRun.at) : '',
    rowsDone: stats.rowsDone,
    rowsFailed: stats.rowsFailed,
    prompts: stats.prompts,
    tokens: stats.tokens,
    cost: Math.round(stats.cost * 10_000) / 10_000,
    connectionId: connection.id,
    keepFilled: context.keepFilled?.standing ?? '',
    lastLook: context.keepFilled?.at === undefined ? '' : minuteOf(context.keepFilled.at),
  };
}

/** The text as it comes back from a cell. */
function cellText(text: string): string {
  const cut = text.slice(0, MAX_CELL_TEXT);
  return (plainRichText(cut) ?? []).map((run) => (run.type === 'text' ? run.text.content : '')).join('');
}

/** `done-with-errors` is shown as `Done with errors`. */
function stateName(state: string): string {
  return state.charAt(0).toUpperCase() + state.slice(1).replaceAll('-', ' ');
}

/** Notion keeps dates to the minute. */
function minuteOf(at: number): string {
  if (Number.isNaN(at)) return '';
  return new Date(Math.floor(at / 60_000) * 60_000).toISOString();
}

/** The properties of a row, for all fields or for some. Columns that the database lacks are left out. */
export function mirrorProperties(
  fields: MirrorFields,
  ids: MirrorColumnIds,
  only: readonly MirrorColumn[] = MIRROR_COLUMN_KEYS,
): PropertyValues {
  return Object.fromEntries(
    only.flatMap((key) => {
      const id = ids[key];
      const { type } = MIRROR_COLUMNS[key];
      return id === undefined ? [] : [[id, { [type]: writeField(type, fields[key]) }]];
    }),
  );
}

function writeField(type: string, value: string | number | null): unknown {
  if (type === 'title' || type === 'rich_text') return plainRichText(String(value ?? '')) ?? [];
  if (value === null || value === '') return null;
  if (type === 'select') return { name: value };
  if (type === 'date') return { start: value };
  return value;
}

/** What a row says. Cells of columns that are gone are empty. */
export function readMirrorRow(row: Pick<PageObjectResponse, 'properties'>, ids: MirrorColumnIds): MirrorFields {
  const byId = new Map(Object.values(row.properties).map((property) => [property.id, property]));
  const entries = MIRROR_COLUMN_KEYS.map((key) => {
    const property = byId.get(ids[key] ?? '');
    if (MIRROR_COLUMNS[key].type === 'number') return [key, property?.type === 'number' ? property.number : null];
    if (property?.type === 'date') return [key, property.date ? minuteOf(Date.parse(property.date.start)) : ''];
    if (property && (key === 'name' || key === 'prompt')) return [key, cellText(renderValue(property))];
    return [key, property ? renderValue(property) : ''];
  });
  return Object.fromEntries(entries) as MirrorFields;
}

/** The fields in which two differ. */
export function differingFields(a: MirrorFields, b: MirrorFields): MirrorColumn[] {
  return MIRROR_COLUMN_KEYS.filter((key) => a[key] !== b[key]);
}
