/**
 * What a pasted URL or id is: a page, a database or a data source. The API has one address per kind and answers 404 (or 400)
 * for ids of another, so they are asked in turn, the likeliest first.
 * https://developers.notion.com/guides/data-apis/working-with-databases
 */
import type { Target, TargetKind } from '../run-request/target.ts';
import { AppError, type ErrorDetails } from '../shared/app-error.ts';
import type { DatabaseObjectResponse, DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import { describeDatabase, describeDataSource, describePage } from './describe-target.ts';
import { parseNotionUrl, toDashedId, type ParsedNotionUrl } from './page-id.ts';
import { richTextToPlain } from './rich-text-to-plain.ts';
import type { NotionWorkspace } from './workspace.ts';

type Reader = Pick<NotionWorkspace, 'getPage' | 'getDatabase' | 'getDataSource' | 'getView' | 'whoAmI'>;

type Found =
  | { readonly kind: 'page'; readonly page: PageObjectResponse }
  | { readonly kind: 'database'; readonly database: DatabaseObjectResponse }
  | { readonly kind: 'data_source'; readonly source: DataSourceObjectResponse };

/**
 * The target of whatever a person typed: a URL of Notion in any form, or a bare id of a page, database or data source.
 * Throws AppError: `url-empty`, those of `resolveTarget`, and those of the workspace.
 */
export function resolveInput(
  workspace: Reader,
  input: string,
  kind?: TargetKind,
  signal?: AbortSignal,
): Promise<Target> {
  const text = input.trim();
  if (text === '') return Promise.reject(new AppError('url-empty', 'never'));
  const id = toDashedId(text);
  return id === undefined
    ? resolveTarget(workspace, parseNotionUrl(text), kind, signal)
    : resolveId(workspace, { id, likely: kind ?? 'page' }, kind, signal);
}

/**
 * The target of a parsed URL. With both a view and a peeked page the chosen kind decides; without one the peeked page is meant.
 * Throws AppError: `url-not-notion`, `url-no-page`, `target-is-database`, `target-is-page`, `target-trashed`,
 * `target-linked-view`, `target-several-sources` (details `names` and `ids` of the sources), `notion-not-found` (details
 * `integration`), and those of the workspace.
 */
export async function resolveTarget(
  workspace: Reader,
  parsed: ParsedNotionUrl,
  kind?: TargetKind,
  signal?: AbortSignal,
): Promise<Target> {
  if (parsed.kind === 'not-notion') throw new AppError('url-not-notion', 'never');
  if (parsed.kind === 'no-page') throw new AppError('url-no-page', 'never');
  const { pageId, peekId, viewId } = parsed;
  const wantsPeek = kind !== 'database' || pageId === undefined;
  const id = (wantsPeek ? peekId : undefined) ?? pageId ?? peekId;
  if (id === undefined) throw new AppError('url-no-page', 'never');
  const ofView = id === pageId && viewId !== undefined;
  const likely = ofView ? 'database' : id === peekId ? 'page' : (kind ?? 'page');
  return resolveId(workspace, { id, likely, ...(ofView && { viewId }) }, kind, signal);
}

/** The target of an id that Notion's app or API gave us. Throws like `resolveTarget`. */
export function resolveTargetId(workspace: Reader, id: string, signal?: AbortSignal): Promise<Target> {
  return resolveId(workspace, { id, likely: 'page' }, undefined, signal);
}

interface Wanted {
  readonly id: string;
  readonly likely: TargetKind;
  readonly viewId?: string;
}

async function resolveId(
  workspace: Reader,
  wanted: Wanted,
  kind: TargetKind | undefined,
  signal: AbortSignal | undefined,
): Promise<Target> {
  const found = await findAny(workspace, wanted, signal);
  const title = titleOf(found);
  if (found.kind === 'page') {
    if (kind === 'database')
      throw new AppError('target-is-page', 'never', { details: { title, ...rowParent(found.page) } });
    if (found.page.in_trash) throw new AppError('target-trashed', 'never', { details: { title } });
    return describePage(found.page);
  }
  if (kind === 'page') throw new AppError('target-is-database', 'never', { details: { title } });
  const inTrash = found.kind === 'database' ? found.database.in_trash : found.source.in_trash;
  if (inTrash) throw new AppError('target-trashed', 'never', { details: { title } });
  if (found.kind === 'database') return pickSource(workspace, found.database, wanted.viewId, signal);
  const target = describeDataSource(found.source);
  if (!target) throw new AppError('target-linked-view', 'never', { details: { title } });
  return target;
}

function titleOf(found: Found): string {
  if (found.kind === 'page') return describePage(found.page).title;
  return richTextToPlain(found.kind === 'database' ? found.database.title : found.source.title);
}

/** A row says which database it is in: that is what was meant. */
function rowParent(page: PageObjectResponse): ErrorDetails {
  return page.parent.type === 'data_source_id' ? { databaseId: page.parent.database_id } : {};
}

async function findAny(workspace: Reader, { id, likely }: Wanted, signal: AbortSignal | undefined): Promise<Found> {
  const page = async (): Promise<Found> => ({ kind: 'page', page: await workspace.getPage(id, signal) });
  const database = async (): Promise<Found> => ({
    kind: 'database',
    database: await workspace.getDatabase(id, signal),
  });
  const source = async (): Promise<Found> => ({
    kind: 'data_source',
    source: await workspace.getDataSource(id, signal),
  });
  let missing: AppError | undefined;
  for (const look of likely === 'page' ? [page, database, source] : [database, page, source]) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof AppError) || !isOfOtherKind(error)) throw error;
      if (missing?.details['integration'] === undefined) missing = error;
    }
  }
  throw await notShared(workspace, missing, signal);
}

function isOfOtherKind(error: AppError): boolean {
  return error.code === 'notion-not-found' || error.code === 'notion-invalid-request';
}

/** The sentence needs the integration's name: it is what the person has to look for in Notion's menu. */
async function notShared(
  workspace: Reader,
  missing: AppError | undefined,
  signal: AbortSignal | undefined,
): Promise<AppError> {
  const known = missing?.details['integration'];
  const name = typeof known === 'string' ? known : (await workspace.whoAmI(signal)).integrationName;
  return new AppError('notion-not-found', 'never', { details: { integration: name } });
}

async function pickSource(
  workspace: Reader,
  database: DatabaseObjectResponse,
  viewId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Target> {
  const sources = database.data_sources;
  const title = richTextToPlain(database.title);
  const [only] = sources;
  if (!only) throw new AppError('target-linked-view', 'never', { details: { title } });
  if (sources.length === 1) return describeDatabase(database, only);
  const ofView = viewId === undefined ? undefined : await sourceOfView(workspace, viewId, signal);
  const source = sources.find(({ id }) => id === ofView);
  if (source) return describeDatabase(database, source);
  throw new AppError('target-several-sources', 'never', {
    details: { title, names: sources.map(({ name }) => name), ids: sources.map(({ id }) => id) },
  });
}

/** The view only helps to choose: one that cannot be read leaves the choice to the person. */
async function sourceOfView(
  workspace: Reader,
  viewId: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    return (await workspace.getView(viewId, signal)).dataSourceId;
  } catch (error) {
    if (error instanceof AppError && error.retry === 'never') return undefined;
    throw error;
  }
}
