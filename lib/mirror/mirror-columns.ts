/** The connections database in Notion: its columns, and whether a pasted database has them. */
import { ENGINE_IDS, ENGINES } from '../language-model/engines.ts';
import type { DataSourceObjectResponse } from '../notion/api-types.ts';
import type { CreateParent, NotionWorkspace, PropertyValues } from '../notion/workspace.ts';

type CreateDatabase = Parameters<NotionWorkspace['createDatabase']>[0];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Comes with the first connection that keeps itself filled: until then no database has it, or is said to lack it. */
  readonly comesLater?: true;
}

const options = (...names: string[]) => ({ options: names.map((name) => ({ name })) });

/** Names and options are data that both sides read: the same in every language. */
export const MIRROR_COLUMNS = {
  name: { name: 'Name', type: 'title', config: {} },
  type: { name: 'Type', type: 'select', config: options('Notion Page', 'Notion Database') },
  link: { name: 'Link', type: 'url', config: {} },
  prompt: { name: 'Prompt', type: 'rich_text', config: {} },
  engine: {
    name: 'Engine',
    type: 'select',
    config: options(...ENGINE_IDS.map((id) => ENGINES[id].name)),
  },
  output: { name: 'Output', type: 'rich_text', config: {} },
  status: {
    name: 'Status',
    type: 'select',
    config: options('Queued', 'Running', 'Waiting', 'Paused', 'Done', 'Done with errors', 'Failed', 'Stopped'),
  },
  lastRun: { name: 'Last run', type: 'date', config: {} },
  rowsDone: { name: 'Rows done', type: 'number', config: { format: 'number' } },
  rowsFailed: { name: 'Rows failed', type: 'number', config: { format: 'number' } },
  prompts: { name: 'Prompts', type: 'number', config: { format: 'number' } },
  tokens: { name: 'Tokens', type: 'number', config: { format: 'number' } },
  cost: { name: 'Cost', type: 'number', config: { format: 'dollar' } },
  connectionId: { name: 'Connection id', type: 'rich_text', config: {} },
  keepFilled: { name: 'Keep filled', type: 'select', config: options('On', 'Waiting', 'Paused'), comesLater: true },
  lastLook: { name: 'Last look', type: 'date', config: {}, comesLater: true },
} as const satisfies Record<string, Column>;

export type MirrorColumn = keyof typeof MIRROR_COLUMNS;
export const MIRROR_COLUMN_KEYS = Object.keys(MIRROR_COLUMNS) as MirrorColumn[];
const comesLater = (key: MirrorColumn): boolean => 'comesLater' in MIRROR_COLUMNS[key];
const LATER_KEYS = MIRROR_COLUMN_KEYS.filter(comesLater);

/** Property id of each column that is there. */
export type MirrorColumnIds = Readonly<Partial<Record<MirrorColumn, string>>>;

export interface MirrorColumnCheck {
  readonly ids: MirrorColumnIds;
  /** Names of columns that can be added. */
  readonly missing: readonly string[];
  /** Names that are taken by a column of another type: a person has to rename or remove it. */
  readonly conflicts: readonly string[];
}

export function buildMirrorDatabase(parent: CreateParent, title: string): CreateDatabase {
  return { parent, title, properties: columnConfigs(MIRROR_COLUMN_KEYS.filter((key) => !comesLater(key))) };
}

function columnConfigs(keys: readonly MirrorColumn[]): PropertyValues {
  return Object.fromEntries(
    keys.map((key) => {
      const { name, type, config } = MIRROR_COLUMNS[key];
      return [name, { [type]: config }];
    }),
  );
}

/** Finds the columns by the ids that were known (a person may rename them), else by name. The title may have any name. */
export function checkMirrorColumns(source: DataSourceObjectResponse, known: MirrorColumnIds = {}): MirrorColumnCheck {
  const schemas = Object.values(source.properties);
  const ids: Partial<Record<MirrorColumn, string>> = {};
  const missing: string[] = [];
  const conflicts: string[] = [];
  for (const key of MIRROR_COLUMN_KEYS) {
    const { name, type } = MIRROR_COLUMNS[key];
    const found =
      schemas.find((schema) => schema.id === known[key] && schema.type === type) ??
      schemas.find((schema) => (type === 'title' ? schema.type === 'title' : schema.name === name));
    if (found?.type === type) ids[key] = found.id;
    else if (!comesLater(key)) (found ? conflicts : missing).push(name);
  }
  return { ids, missing, conflicts };
}

/** The change of the data source that adds what is missing. */
export function buildMissingColumns(missing: readonly string[]): PropertyValues {
  return columnConfigs(MIRROR_COLUMN_KEYS.filter((key) => missing.includes(MIRROR_COLUMNS[key].name)));
}

/** Of the columns that come later, those that the database lacks and that no column of another type has the name of. */
export function buildLaterColumns(source: DataSourceObjectResponse, ids: MirrorColumnIds): PropertyValues {
  const taken = new Set(Object.values(source.properties).map(({ name }) => name));
  return columnConfigs(LATER_KEYS.filter((key) => ids[key] === undefined && !taken.has(MIRROR_COLUMNS[key].name)));
}

export function lacksLaterColumns(ids: MirrorColumnIds): boolean {
  return LATER_KEYS.some((key) => ids[key] === undefined);
}
