import type { Run } from '../../jobs/run.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import { renderValue } from '../../notion/property-value.ts';
import { readRowsPage, type RowsCursor } from '../../notion/query-rows.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import type { RelatedInput, RowInputs } from './row-inputs.ts';

/** So many related pages of one cell are named to a model, which is told that there are more. */
const MOST_RELATED = 300;
/** So few pages are read one by one; more of them out of their database, a hundred with a request. */
const FEW = 3;
/** Pages of a related database that are read in search of titles, in a whole run. */
const MOST_SWEEPS = 20;
const TITLE_ID = 'title';

/** What a row's relations say to its prompt. */
export interface RelatedRequest {
  readonly rowId: string;
  readonly inputs: RowInputs;
  /** By the name of the relation. */
  readonly relations: Readonly<Record<string, RelatedInput>>;
}

/** Titles and values of related pages, read once per run and worker. */
export class RelatedPages {
  readonly #sources = new Map<string, Map<string, RelatedSource>>();

  forget(runId: string): void {
    this.#sources.delete(runId);
  }

  /**
   * The inputs with titles in place of ids, and with the values that `{{Relation.Property}}` names. A name that the related database does
   * not have is left out. @throws AppErrors of the workspace
   */
  async resolve(
    run: Run,
    workspace: NotionWorkspace,
    source: DataSourceObjectResponse,
    { rowId, inputs, relations }: RelatedRequest,
  ): Promise<RowInputs> {
    const resolved: Record<string, string> = { ...inputs };
    for (const [name, related] of Object.entries(relations)) {
      const schema = Object.values(source.properties).find(({ id }) => id === related.propertyId);
      if (schema?.type !== 'relation') continue;
      const { ids, hasMore } = await allIds(workspace, rowId, related);
      const reader = this.#readerOf(run.id, workspace, schema.relation.data_source_id);
      const fields = await reader.fieldIds(Object.values(related.fields));
      const pages = await reader.read(ids, [...fields.values()]);
      const more = hasMore ? ` … (only the first ${ids.length} are given, there are more)` : '';
      if (name in inputs) resolved[name] = pages.map(titleOf).join(', ') + more;
      for (const [typed, field] of Object.entries(related.fields)) {
        const fieldId = fields.get(field);
        if (fieldId === undefined) delete resolved[typed];
        else resolved[typed] = valuesOf(pages, fieldId) + more;
      }
    }
    return resolved;
  }

  #readerOf(runId: string, workspace: NotionWorkspace, sourceId: string): RelatedSource {
    const ofRun = this.#sources.get(runId) ?? new Map<string, RelatedSource>();
    this.#sources.set(runId, ofRun);
    const known = ofRun.get(sourceId) ?? new RelatedSource(sourceId);
    ofRun.set(sourceId, known);
    known.workspace = workspace;
    return known;
  }
}

async function allIds(
  workspace: NotionWorkspace,
  rowId: string,
  { propertyId, ids, hasMore }: RelatedInput,
): Promise<{ readonly ids: readonly string[]; readonly hasMore: boolean }> {
  if (!hasMore) return { ids, hasMore: false };
  const all: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await workspace.listRelated(rowId, propertyId, cursor);
    all.push(...page.results.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined && all.length < MOST_RELATED);
  return { ids: all.slice(0, MOST_RELATED), hasMore: cursor !== undefined || all.length > MOST_RELATED };
}

const titleOf = (page: PageObjectResponse | undefined): string => {
  if (page === undefined) return '(a page that cannot be read)';
  return pageTitle(page) || '(untitled)';
};

/** One value alone, several with the title of their page. */
function valuesOf(pages: readonly (PageObjectResponse | undefined)[], fieldId: string): string {
  const values = pages.map((page) => {
    const property = Object.values(page?.properties ?? {}).find(({ id }) => id === fieldId);
    return property ? renderValue(property) : '';
  });
  if (values.every((value) => value.trim() === '')) return '';
  if (pages.length === 1) return values[0] ?? '';
  return pages.map((page, index) => `${titleOf(page)}: ${values[index] ?? ''}`).join('\n');
}

/** The pages of one related database that were met so far. */
class RelatedSource {
  readonly #id: string;
  readonly #pages = new Map<string, PageObjectResponse | undefined>();
  #schema: Promise<DataSourceObjectResponse> | undefined;
  #fields: ReadonlySet<string> = new Set();
  #next: RowsCursor | undefined = {};
  #sweeps = 0;
  #isClosed = false;
  #turn: Promise<unknown> = Promise.resolve();
  workspace!: NotionWorkspace;

  constructor(id: string) {
    this.#id = id;
  }

  /** The ids of the properties with these names, in any case of letters. */
  async fieldIds(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0 || this.#isClosed) return new Map();
    const schema = await this.#readSchema();
    const properties = Object.values(schema?.properties ?? {});
    const found = names.flatMap((name) => {
      const property =
        properties.find((one) => one.name.trim() === name) ??
        properties.find((one) => one.name.trim().toLowerCase() === name.toLowerCase());
      return property ? [[name, property.id] as const] : [];
    });
    return new Map(found);
  }

  /** In the order of the ids; undefined for a page that this integration may not read. One reading at a time: rows share what it finds. */
  read(ids: readonly string[], fieldIds: readonly string[]): Promise<readonly (PageObjectResponse | undefined)[]> {
    const reading = this.#turn.then(() => this.#read(ids, fieldIds));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  async #read(
    ids: readonly string[],
    fieldIds: readonly string[],
  ): Promise<readonly (PageObjectResponse | undefined)[]> {
    this.#needFields(fieldIds);
    const missing = () => ids.filter((id) => !this.#pages.has(id));
    while (missing().length > FEW && this.#next !== undefined && this.#sweeps < MOST_SWEEPS) await this.#sweep();
    for (const id of missing()) this.#pages.set(id, this.#isClosed ? undefined : await this.#readPage(id));
    return ids.map((id) => this.#pages.get(id));
  }

  /** A step or prompt that names another property reads anew. */
  #needFields(fieldIds: readonly string[]): void {
    if (fieldIds.every((id) => this.#fields.has(id))) return;
    this.#fields = new Set([...this.#fields, ...fieldIds]);
    this.#pages.clear();
    this.#next = {};
    this.#sweeps = 0;
  }

  async #sweep(): Promise<void> {
    this.#sweeps += 1;
    const request = { dataSourceId: this.#id, propertyIds: [TITLE_ID, ...this.#fields] };
    const page = await unlessHidden(readRowsPage(this.workspace, request, this.#next));
    if (!page) {
      this.#isClosed = true;
      this.#next = undefined;
      return;
    }
    for (const row of page.rows) this.#pages.set(row.id, row);
    this.#next = page.next;
  }

  #readPage(id: string): Promise<PageObjectResponse | undefined> {
    return unlessHidden(this.workspace.getPage(id));
  }

  async #readSchema(): Promise<DataSourceObjectResponse | undefined> {
    this.#schema ??= this.workspace.getDataSource(this.#id);
    try {
      return await unlessHidden(this.#schema);
    } catch (error) {
      this.#schema = undefined;
      throw error;
    }
  }
}

/** Undefined for what is not shared with the integration, or is gone: a prompt does without. */
async function unlessHidden<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'notion-not-found' || error.code === 'notion-trashed'))
      return undefined;
    throw error;
  }
}
