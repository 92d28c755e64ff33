/** What a person asks of Notion through Visen. */
import * as v from 'valibot';

import type { AddedRow, DatabaseView, FoundPage, NewRow, RowsPageView, RowView } from '../notion/views.ts';
import type { RowTemplate } from '../notion/workspace.ts';
import type { RowCondition } from '../run-request/row-selection.ts';
import { rowConditionsSchema, targetKindSchema } from '../run-request/run-request-schemas.ts';
import type { Target, TargetKind } from '../run-request/target.ts';
import { cellTextSchema, idSchema, propertyIdSchema, shortTextSchema, urlSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';

export interface TargetCommands {
  'notion.search': {
    /** `rows`: rows of databases too, which are left out otherwise. */
    request: { query: string; kind: TargetKind | 'any'; cursor?: string; rows?: boolean };
    /** `hasRows`: there were rows, and they were left out. */
    response: { results: readonly FoundPage[]; nextCursor?: string; hasRows?: boolean };
  };
  'target.resolve': { request: { url: string; kind?: TargetKind }; response: Target };
  'target.resolveId': { request: { pageId: string }; response: Target };
  /** What a replace would do to the page: its blocks, and what cannot come back. */
  'target.inspect': {
    request: { pageId: string };
    response: { blocks: number; kept: readonly string[]; irreversible: readonly string[]; blank: boolean };
  };
}

export interface SampleCommands {
  'sample.createPage': { request: { parentPageId: string | null }; response: Target };
  'sample.createDatabase': { request: { parentPageId: string | null }; response: Target };
}

export interface DatabaseCommands {
  'database.open': { request: { databaseId: string; dataSourceId?: string }; response: DatabaseView };
  'database.rows': {
    request: { dataSourceId: string; cursor?: string };
    response: RowsPageView;
  };
  /** Names of a source's views that show rows, one request for each: asked for when the rows are there. */
  'database.views': {
    request: { dataSourceId: string; viewIds: readonly string[] };
    response: Pick<DatabaseView, 'views'>;
  };
  /** What the properties of another data source are called: of related pages. */
  'database.propertyNames': { request: { dataSourceId: string }; response: { names: readonly string[] } };
  /** Ids of a view's rows, by its own filter and in its own order. */
  'database.viewRows': { request: { viewId: string }; response: { rowIds: readonly string[] } };
  /** Ids of the rows that meet all conditions, oldest first. */
  'database.matchingRows': {
    request: { dataSourceId: string; conditions: readonly RowCondition[] };
    response: { rowIds: readonly string[] };
  };
  'database.addRow': {
    request: { dataSourceId: string; titlePropertyId: string; title: string; id: string };
    response: RowView;
  };
  /**
   * Rows with texts for their cells, each created once: the same ids may be sent again after a lost answer. Up to a hundred at once;
   * fewer show progress sooner. Rows of a template are `applying` at first; the same message at `lookAgainAt` looks again.
   */
  'database.addRows': {
    request: { dataSourceId: string; titlePropertyId: string; rows: readonly NewRow[]; templateId?: string };
    response: { rows: readonly AddedRow[]; lookAgainAt?: number };
  };
  /** The source's own templates. */
  'database.templates': { request: { dataSourceId: string }; response: { templates: readonly RowTemplate[] } };
  /** Everybody who can stand in a cell, by name; those of one name by their address too. */
  'database.people': {
    request: { dataSourceId: string };
    response: { people: readonly { id: string; name: string }[] };
  };
  'database.renameRow': { request: { rowId: string; titlePropertyId: string; title: string }; response: RowView };
}

export interface NotionCommands extends TargetCommands, SampleCommands, DatabaseCommands {}

const cursor = v.exactOptional(shortTextSchema);

const newRowSchema = v.object({
  id: idSchema,
  title: cellTextSchema,
  values: v.exactOptional(v.record(propertyIdSchema, cellTextSchema)),
});

export const NOTION_SCHEMAS: SchemasFor<NotionCommands> = {
  'notion.search': v.object({
    query: v.pipe(v.string(), v.maxLength(1_000)),
    kind: v.picklist(['page', 'database', 'any']),
    cursor,
    rows: v.exactOptional(v.boolean()),
  }),
  'target.resolve': v.object({ url: urlSchema, kind: v.exactOptional(targetKindSchema) }),
  'target.resolveId': v.object({ pageId: idSchema }),
  'target.inspect': v.object({ pageId: idSchema }),
  'sample.createPage': v.object({ parentPageId: v.nullable(idSchema) }),
  'sample.createDatabase': v.object({ parentPageId: v.nullable(idSchema) }),
  'database.open': v.object({ databaseId: idSchema, dataSourceId: v.exactOptional(idSchema) }),
  'database.rows': v.object({ dataSourceId: idSchema, cursor }),
  'database.views': v.object({ dataSourceId: idSchema, viewIds: v.pipe(v.array(idSchema), v.maxLength(100)) }),
  'database.propertyNames': v.object({ dataSourceId: idSchema }),
  'database.viewRows': v.object({ viewId: idSchema }),
  'database.matchingRows': v.object({ dataSourceId: idSchema, conditions: rowConditionsSchema }),
  'database.addRow': v.object({
    dataSourceId: idSchema,
    titlePropertyId: propertyIdSchema,
    title: cellTextSchema,
    id: idSchema,
  }),
  'database.addRows': v.object({
    dataSourceId: idSchema,
    titlePropertyId: propertyIdSchema,
    rows: v.pipe(v.array(newRowSchema), v.minLength(1), v.maxLength(100)),
    templateId: v.exactOptional(idSchema),
  }),
  'database.templates': v.object({ dataSourceId: idSchema }),
  'database.people': v.object({ dataSourceId: idSchema }),
  'database.renameRow': v.object({ rowId: idSchema, titlePropertyId: propertyIdSchema, title: cellTextSchema }),
};
