import type { Run } from '../../jobs/run.ts';
import type { DataSourceObjectResponse } from '../../notion/api-types.ts';
import { buildOptionUpdate } from '../../notion/match-option.ts';
import type { Person } from '../../notion/match-person.ts';
import { outputFields } from '../../notion/output-schema.ts';
import type { PropertySchema } from '../../notion/property-value.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { type CandidatesById, candidatesFor, readPeople, readRelatedTitles } from './read-candidates.ts';
import { RelatedPages } from './related-pages.ts';
import { propertyIdsOf } from '../../run-request/output.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';
import type { RowInputs } from './row-inputs.ts';
import { outputOfRequest } from './row-steps.ts';
import { UniqueValues } from './unique-values.ts';

/** The schema of a run's data source: read once per run and worker, and again after options were added. */
export class RowSources {
  readonly #sources = new Map<string, Promise<DataSourceObjectResponse>>();
  readonly #related = new Map<string, Promise<string | undefined>>();
  /** By run: what properties are called, also those that are gone since. */
  readonly #names = new Map<string, Map<string, string>>();
  readonly #pages = new RelatedPages();
  /** By run, and by run and related source. */
  readonly #candidates = new Map<string, Promise<unknown>>();
  /** Which values are taken. */
  readonly unique = new UniqueValues();
  #adding: Promise<unknown> = Promise.resolve();

  get(run: Run, workspace: NotionWorkspace): Promise<DataSourceObjectResponse> {
    const known = this.#sources.get(run.id);
    if (known) return known;
    const reading = workspace.getDataSource(run.request.target.dataSourceId ?? '');
    this.#sources.set(run.id, reading);
    // A failed read is not kept: the next row asks again.
    reading.then(
      ({ properties }) => this.#noteNames(run.id, Object.values(properties)),
      () => this.#sources.delete(run.id),
    );
    return reading;
  }

  /** The schema as it is now. */
  reread(run: Run, workspace: NotionWorkspace): Promise<DataSourceObjectResponse> {
    this.#sources.delete(run.id);
    return this.get(run, workspace);
  }

  /** The next row reads the schema anew: this one is known to be of no use. */
  drop(runId: string): void {
    this.#sources.delete(runId);
  }

  /** What a property is called, or was when it was last seen. */
  nameOf(runId: string, propertyId: string): string | undefined {
    return this.#names.get(runId)?.get(propertyId);
  }

  /** What a row gives to the prompt, with the titles and values of related pages. */
  async inputsOf(run: Run, workspace: NotionWorkspace, rowId: string, checkpoint: RowCheckpoint): Promise<RowInputs> {
    const { inputs = {}, relations } = checkpoint;
    if (!relations) return inputs;
    return this.#pages.resolve(run, workspace, await this.get(run, workspace), { rowId, inputs, relations });
  }

  /** Everybody who may be named in the rows of a run. */
  people(run: Run, workspace: NotionWorkspace): Promise<readonly Person[]> {
    const sourceId = run.request.target.dataSourceId ?? '';
    return this.#readOnce([run.id, 'people'], () => readPeople(workspace, sourceId));
  }

  /** Whom and what the outputs of a run's rows may name, by property id. */
  candidates(run: Run, workspace: NotionWorkspace, source: DataSourceObjectResponse): Promise<CandidatesById> {
    return candidatesFor(outputFields(source, propertyIdsOf(outputOfRequest(run.request))), {
      people: () => this.people(run, workspace),
      related: (id) => this.#readOnce([run.id, 'titles', id], () => readRelatedTitles(workspace, id)),
    });
  }

  #readOnce<T>(key: readonly string[], read: () => Promise<T>): Promise<T> {
    const text = JSON.stringify(key);
    const known = this.#candidates.get(text) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    this.#candidates.set(text, reading);
    reading.catch(() => this.#candidates.delete(text));
    return reading;
  }

  forget(runId: string): void {
    this.#pages.forget(runId);
    this.unique.forget(runId);
    this.#sources.delete(runId);
    this.#names.delete(runId);
    const ofRun = JSON.stringify([runId]).slice(0, -1);
    for (const kept of [this.#related, this.#candidates])
      for (const key of kept.keys()) if (key.startsWith(`${ofRun},`)) kept.delete(key);
  }

  /** The id of the one page with exactly this title in a relation's data source; asked once per title and run. */
  findRelated(
    run: Run,
    workspace: NotionWorkspace,
    property: PropertySchema,
    title: string,
  ): Promise<string | undefined> {
    const sourceId = property.type === 'relation' ? property.relation.data_source_id : undefined;
    if (sourceId === undefined || title === '') return Promise.resolve(undefined);
    const key = JSON.stringify([run.id, sourceId, title]);
    const known = this.#related.get(key);
    if (known) return known;
    const finding = findByTitle(workspace, sourceId, title);
    this.#related.set(key, finding);
    finding.catch(() => this.#related.delete(key));
    return finding;
  }

  /**
   * Adds select options to the schema before a row names them, one row after the other: every addition edits the one shared schema,
   * and two at once would conflict.
   */
  async addOptions(
    run: Run,
    workspace: NotionWorkspace,
    options: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    if (Object.keys(options).length === 0) return;
    const adding = this.#adding.then(() => this.#add(run, workspace, options));
    this.#adding = adding.catch(() => undefined);
    await adding;
  }

  #noteNames(runId: string, properties: readonly PropertySchema[]): void {
    const names = this.#names.get(runId) ?? new Map<string, string>();
    for (const { id, name } of properties) names.set(id, name);
    this.#names.set(runId, names);
  }

  async #add(
    run: Run,
    workspace: NotionWorkspace,
    options: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    const source = await this.get(run, workspace);
    const properties: Record<string, unknown> = {};
    for (const [id, names] of Object.entries(options)) {
      const schema = Object.values(source.properties).find((property) => property.id === id);
      const update = schema && buildOptionUpdate(schema, names);
      Object.assign(properties, update);
    }
    if (Object.keys(properties).length === 0) return;
    const updated = await workspace.updateDataSource(source.id, { properties });
    this.#sources.set(run.id, Promise.resolve(updated));
  }
}

/** Two pages of one title are no answer: nothing tells which is meant. */
async function findByTitle(workspace: NotionWorkspace, sourceId: string, title: string): Promise<string | undefined> {
  // A title property has the id `title` in every data source: https://developers.notion.com/reference/property-object
  const filter = { property: 'title', title: { equals: title } };
  const { results } = await workspace.queryDataSource(sourceId, { filter, pageSize: 2 });
  return results.length === 1 ? results[0]?.id : undefined;
}
