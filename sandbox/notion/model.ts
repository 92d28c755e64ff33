import type { Json, JsonObject } from './json.ts';

export type Plan = 'free' | 'plus' | 'business';
export type Capability = 'read' | 'update' | 'insert' | 'userInfo';

export interface Workspace {
  id: string;
  name: string;
  plan: Plan;
  /** True: a free workspace with several members whose lifetime blocks are used up. */
  blockLimitReached: boolean;
}

export interface User {
  id: string;
  name: string;
  type: 'person' | 'bot';
  email?: string;
  workspaceId: string;
}

export interface Token {
  token: string;
  kind: 'internal' | 'pat';
  workspaceId: string;
  /** The bot that an internal token is, or the bot that stands for a person's token. */
  botId: string;
  botName: string;
  /** The person behind a personal access token. */
  ownerId?: string;
  capabilities: Set<Capability>;
  /** Pages and databases it was added to; everything below them is seen too. A PAT sees all. */
  shared: Set<string>;
  revoked: boolean;
}

export type Parent =
  | { type: 'workspace' }
  | { type: 'page_id'; id: string }
  | { type: 'block_id'; id: string }
  | { type: 'database_id'; id: string }
  | { type: 'data_source_id'; id: string };

interface RecordBase {
  id: string;
  workspaceId: string;
  parent: Parent;
  createdTime: number;
  createdBy: string;
  editedTime: number;
  editedBy: string;
  inTrash: boolean;
  /** Order of creation, for a stable sort within one minute. */
  order: number;
}

export interface BlockRecord extends RecordBase {
  kind: 'block';
  type: string;
  /** Read form of the body, children left out. */
  content: JsonObject;
  childIds: string[];
}

export interface PageRecord extends RecordBase {
  kind: 'page';
  /** By property id; a page outside a data source has `title` only. */
  values: Map<string, Json>;
  icon: Json;
  cover: Json;
  isLocked: boolean;
  childIds: string[];
  /** Set for a template: what the list of templates calls it. */
  templateName?: string;
}

export interface DatabaseRecord extends RecordBase {
  kind: 'database';
  title: JsonObject[];
  description: JsonObject[];
  icon: Json;
  cover: Json;
  isInline: boolean;
  isLocked: boolean;
  dataSourceIds: string[];
  viewIds: string[];
}

export interface PropertySchema {
  id: string;
  name: string;
  type: string;
  description: string | null;
  config: JsonObject;
}

export interface DataSourceRecord extends RecordBase {
  kind: 'data_source';
  title: JsonObject[];
  description: JsonObject[];
  icon: Json;
  schema: PropertySchema[];
  rowIds: string[];
  /** A wiki: sources that lie in it as its pages do. A query that does not ask for pages alone answers them too. */
  wikiSourceIds?: string[];
  /** Pages that new rows can be made from; they are no rows. */
  templates?: { id: string; isDefault: boolean }[];
  /** Next number of a unique_id property. */
  nextNumber: number;
}

export interface ViewRecord extends RecordBase {
  kind: 'view';
  name: string;
  type: string;
  dataSourceId: string | null;
  filter: Json;
  sorts: Json;
  configuration: Json;
}

export type AnyRecord = BlockRecord | PageRecord | DatabaseRecord | DataSourceRecord | ViewRecord;

/** What changed, for a viewer that shows it live. */
export interface Change {
  /** The page or database on screen that the change belongs to. */
  pageId: string;
  /** The record itself: block, row, data source. */
  id: string;
  kind: AnyRecord['kind'];
  action: 'created' | 'updated' | 'trashed' | 'restored';
  by: string;
}
