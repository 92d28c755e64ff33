/**
 * The one file that settings, prompts and connections are exported to and imported from. Each part carries the version of
 * the stored value it was taken from, and is read through the same migrations as a stored value: a file of any earlier Visen
 * can be imported, whatever was added since.
 */
import * as v from 'valibot';

import type { Connection } from '../connections/connection.ts';
import { CONNECTIONS_VALUE, type StoredConnections } from '../connections/connections-store.ts';
import { KEEP_FILLED_VALUE, type StoredKeepFilled } from '../keep-filled/keep-filled-store.ts';
import { newKeptFilled } from '../keep-filled/kept-filled.ts';
import { parseNotionUrl } from '../notion/page-id.ts';
import type { SavedPrompt } from '../prompt-library/saved-prompt.ts';
import { importInvalid, parseJson, PROMPTS_VALUE } from '../prompt-library/saved-prompts-service.ts';
import { bySecret, pastedKeySchema } from '../settings/settings-schema.ts';
import { SETTINGS_VALUE } from '../settings/settings-store.ts';
import type { SecretName, Settings } from '../settings/settings.ts';
import { AppError } from '../shared/app-error.ts';
import { MAX_FILE_CHARACTERS } from '../shared/bounded.ts';
import { migrateValue, type ValueDefinition } from '../storage/versioned-value.ts';

export const TRANSFER_FORMAT = 'visen';
/** 2: ticks, and rows that are out of date. 3: each part says its own version. */
export const TRANSFER_VERSION = 3;

/** What a file holds, in today's form. */
export interface TransferContents {
  readonly exportedAt: string;
  readonly settings?: Settings;
  readonly prompts?: readonly SavedPrompt[];
  readonly connections?: readonly Connection[];
  /** What is set for connections that keep themselves filled; in a file each of them is off. */
  readonly keepFilled?: StoredKeepFilled;
  /** Only when the person asked for them: in plain text. */
  readonly keys?: Readonly<Partial<Record<SecretName, string>>>;
}

const part = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), value: v.unknown() });
type Part = v.InferOutput<typeof part>;

const headSchema = v.object({
  format: v.literal(TRANSFER_FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
const commonEntries = {
  exportedAt: v.pipe(v.string(), v.maxLength(100)),
  keys: v.exactOptional(bySecret(pastedKeySchema)),
};
const fileSchema = v.object({
  ...commonEntries,
  settings: v.exactOptional(part),
  prompts: v.exactOptional(part),
  connections: v.exactOptional(part),
  keepFilled: v.exactOptional(part),
});
/** Before version 3 the file's version was that of its connections; settings and prompts were of version 1. */
const oldFileSchema = v.object({
  ...commonEntries,
  settings: v.exactOptional(v.unknown()),
  prompts: v.exactOptional(v.unknown()),
  connections: v.exactOptional(v.unknown()),
});

const MOST_PROMPTS = 5_000;
const MOST_CONNECTIONS = 20_000;

/** The text of a file. */
export function writeTransferFile({ settings, prompts, connections, keepFilled, ...rest }: TransferContents): string {
  const file = {
    format: TRANSFER_FORMAT,
    version: TRANSFER_VERSION,
    ...rest,
    ...(settings && { settings: { version: SETTINGS_VALUE.version, value: settings } }),
    ...(prompts && { prompts: { version: PROMPTS_VALUE.version, value: prompts } }),
    ...(connections && { connections: { version: CONNECTIONS_VALUE.version, value: connections } }),
    ...(keepFilled && { keepFilled: { version: KEEP_FILLED_VALUE.version, value: keepFilled.map(turnedOff) } }),
  };
  return JSON.stringify(file, null, 2);
}

/** Nothing of what it did here, and no look or run on another device before a person turns it on there. */
function turnedOff({ connectionId, every, fill, most }: StoredKeepFilled[number]): StoredKeepFilled[number] {
  return { ...newKeptFilled(connectionId), every, fill, most };
}

/**
 * Reads an exported file of this or an earlier Visen.
 * @throws AppError `import-invalid` (details.reason `json`, `format`, `size`, `host` or `shape`, the last two with the place)
 *   and `storage-newer` for a file, or a part of it, of a newer Visen; what the file holds is in no error
 */
export function readTransferFile(json: string): TransferContents {
  if (json.length > MAX_FILE_CHARACTERS) throw refused('size');
  const file = parseJson(json);
  const head = v.safeParse(headSchema, file);
  if (!head.success) throw refused('format');
  const { version } = head.output;
  if (version > TRANSFER_VERSION) throw new AppError('storage-newer', 'never', { details: { version } });
  const { settings, prompts, connections, keepFilled, keys, exportedAt } =
    version < 3 ? readOld(file, version) : readParts(file);
  const contents = {
    exportedAt,
    ...(settings && { settings: readPart('settings', settings, SETTINGS_VALUE) }),
    ...(prompts && { prompts: limited('prompts', readPart('prompts', prompts, PROMPTS_VALUE), MOST_PROMPTS) }),
    ...(connections && { connections: limited('connections', readConnections(connections), MOST_CONNECTIONS) }),
    ...(keepFilled && { keepFilled: readKeepFilled(keepFilled) }),
    ...(keys && { keys }),
  };
  if (contents.settings?.connectionsDatabaseUrl)
    requireNotion(contents.settings.connectionsDatabaseUrl, 'settings.connectionsDatabaseUrl');
  contents.connections?.forEach(({ target }, index) => requireNotion(target.url, `connections.${index}.target.url`));
  return contents;
}

function readKeepFilled(part: Part): StoredKeepFilled {
  return limited('keepFilled', readPart('keepFilled', part, KEEP_FILLED_VALUE), MOST_CONNECTIONS).map(turnedOff);
}

function readParts(file: unknown): v.InferOutput<typeof fileSchema> {
  const parsed = v.safeParse(fileSchema, file);
  if (!parsed.success) throw importInvalid(parsed.issues[0]);
  return parsed.output;
}

function readOld(file: unknown, version: number): v.InferOutput<typeof fileSchema> {
  const parsed = v.safeParse(oldFileSchema, file);
  if (!parsed.success) throw importInvalid(parsed.issues[0]);
  const { settings, prompts, connections, ...common } = parsed.output;
  return {
    ...common,
    ...(settings !== undefined && { settings: { version: 1, value: settings } }),
    ...(prompts !== undefined && { prompts: { version: 1, value: prompts } }),
    ...(connections !== undefined && { connections: { version, value: connections } }),
  };
}

/** A list of connections is read as a store that holds nothing else. */
function readConnections({ version, value }: Part): readonly Connection[] {
  const stored = { ...CONNECTIONS_VALUE.initial, connections: value };
  return readPart<StoredConnections>('', { version, value: stored }, CONNECTIONS_VALUE).connections;
}

function readPart<T>(name: string, { version, value }: Part, definition: ValueDefinition<T>): T {
  if (version > definition.version) throw new AppError('storage-newer', 'never', { details: { version } });
  const parsed = v.safeParse(definition.schema, migrate(name, version, value, definition));
  if (!parsed.success) throw importInvalid(parsed.issues[0], name);
  return parsed.output;
}

/** A step of a migration may stumble over what is no value of its version: then the file is at fault, not our store. */
function migrate(name: string, version: number, value: unknown, definition: ValueDefinition<unknown>): unknown {
  try {
    return migrateValue(definition, version, value);
  } catch (cause) {
    throw new AppError('import-invalid', 'never', { details: { reason: 'shape', at: name }, cause });
  }
}

function limited<T>(name: string, list: readonly T[], most: number): readonly T[] {
  if (list.length > most) throw refused('shape', name);
  return list;
}

/** A connection's address is a link on our screens: it leads to Notion or the file is refused. */
function requireNotion(url: string, at: string): void {
  if (parseNotionUrl(url).kind === 'not-notion') throw refused('host', at);
}

function refused(reason: 'size' | 'format' | 'host' | 'shape', at?: string): AppError {
  return new AppError('import-invalid', 'never', { details: { reason, ...(at !== undefined && { at }) } });
}
