/**
 * One look at a database: which rows fit. It asks for what changed since the last look, newest first (a row that is edited meanwhile
 * comes to the front, and pushes none past the reader); where everything that came back is our own work, that one request is all.
 * https://developers.notion.com/reference/post-database-query-filter
 */
import type { Connection } from '../connections/connection.ts';
import type { GenerationOptions } from '../run-request/generation-options.ts';
import { planRows } from '../generation/rows/plan-rows.ts';
import type { RowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { countSteps, outputOfAllSteps } from '../generation/rows/row-steps.ts';
import { selectRows } from '../generation/rows/select-rows.ts';
import { readMadeRows } from '../generation/rows/made-with.ts';
import type { RunStore } from '../jobs/ports.ts';
import { newRun, type Job, type Run } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { EstimateRow } from '../runs/estimate.ts';
import type { FillChoice } from './keep-filled-view.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../notion/api-types.ts';
import { meetsConditions } from '../notion/meets-conditions.ts';
import { requireConditions } from '../notion/row-conditions.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import { dayAt } from '../shared/day.ts';
import { askedOf, readSettledRows } from './settled-rows.ts';

export interface LookPorts {
  readonly store: Pick<RunStore, 'listJobsOf' | 'getRun'>;
  readonly workspace: NotionWorkspace;
  readonly now: () => number;
}

export interface LookRequest {
  readonly connection: Connection;
  readonly fill: FillChoice;
  /** Rows that changed after it (ISO); absent: all rows. */
  readonly since?: string;
  /** A row that may still be typed waits: not where a person asks for a look. */
  readonly isPatient: boolean;
  /** So many are enough; one more tells that there are others. */
  readonly enough?: number;
}

export interface FittingRow {
  readonly id: string;
  /** Made anew: it holds what Visen wrote. */
  readonly isRenewal: boolean;
  readonly createdAt: string;
  readonly sample: EstimateRow;
}

export interface LookResult {
  /** Oldest first. */
  readonly rows: readonly FittingRow[];
  readonly seenUntil: string;
  readonly asked: string;
  /** Rows that fit, and that another run is at work on. */
  readonly busy: number;
  /** When the last of the rows that may still be typed will have been quiet for long enough (epoch ms by Notion's clock). */
  readonly typedUntil?: number;
  readonly hasMore: boolean;
}

/** Rows are rounded down to the minute they were edited in: two minutes of quiet are certain after three. */
const QUIET_MS = 3 * 60_000;
/** Notion's lists lag behind its pages. */
const OVERLAP_MS = 2 * 60_000;

/**
 * What an automatic run asks: what the connection does, and never over what is filled.
 * @throws AppError `target-is-page` for a connection without rows
 */
export function automaticRequest({ target, options }: Connection): RunRequest {
  if (target.dataSourceId === undefined) throw new AppError('target-is-page', 'never');
  const { overwriteFilled: _overwrite, ...rest } = options;
  return { kind: 'rows', target, options: rest };
}

/** @throws AppErrors of the workspace; `property-missing` and the like where what is to be written is gone */
export async function look(asked: LookRequest, ports: LookPorts): Promise<LookResult> {
  const reader = new RowReader(asked, ports);
  await reader.read();
  return reader.result();
}

class RowReader {
  readonly #asked: LookRequest;
  readonly #ports: LookPorts;
  readonly #request: RunRequest;
  readonly #rows = new Map<string, FittingRow>();
  #source: DataSourceObjectResponse | undefined;
  #busy = 0;
  #typed: PageObjectResponse[] = [];
  #from = Infinity;

  constructor(asked: LookRequest, ports: LookPorts) {
    this.#asked = asked;
    this.#ports = ports;
    this.#request = automaticRequest(asked.connection);
  }

  async read(): Promise<void> {
    // Nothing is asked of the rows.
    if (this.#request.options.prompt.trim() === '') return;
    for await (const rows of this.#asked.since === undefined ? this.#readAll() : this.#readChanged(this.#asked.since)) {
      await this.#judge(rows);
      if (this.#hasEnough()) break;
    }
  }

  result(): LookResult {
    const { workspace } = this.#ports;
    const until = Math.min(this.#from, workspace.serverNow() - OVERLAP_MS);
    const typedAt = this.#typed.map(({ last_edited_time: at }) => Date.parse(at));
    const rows = [...this.#rows.values()].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    return {
      rows,
      seenUntil: new Date(Math.floor(Math.min(until, ...typedAt) / 60_000) * 60_000).toISOString(),
      asked: askedOf(this.#request),
      busy: this.#busy,
      ...(typedAt.length > 0 && { typedUntil: Math.max(...typedAt) + QUIET_MS }),
      hasMore: this.#hasEnough(),
    };
  }

  #hasEnough(): boolean {
    return this.#rows.size > (this.#asked.enough ?? Infinity);
  }

  /** Rows where something is to be filled; all of them where what is filled may be out of date. */
  async *#readAll(): AsyncGenerator<readonly PageObjectResponse[]> {
    const { workspace, now } = this.#ports;
    const source = await this.#readSource();
    // Whatever changes while they are read is for the next look.
    this.#from = workspace.serverNow() - OVERLAP_MS;
    const kind = this.#asked.fill === 'outdated' ? 'all' : 'empty';
    const output = outputOfAllSteps(this.#request);
    const conditions = this.#conditions();
    yield* selectRows({ selection: { kind }, output, conditions, today: dayAt(now()) }, source, workspace);
  }

  async *#readChanged(since: string): AsyncGenerator<readonly PageObjectResponse[]> {
    const { workspace } = this.#ports;
    let cursor: string | undefined;
    do {
      const page = await workspace.queryDataSource(this.#request.target.dataSourceId!, {
        filter: { timestamp: 'last_edited_time', last_edited_time: { on_or_after: since } },
        sorts: [{ timestamp: 'last_edited_time', direction: 'descending' }],
        ...(cursor !== undefined && { cursor }),
      });
      // As Notion's clock was when it answered first: what changes after that is for the next look.
      this.#from = Math.min(this.#from, workspace.serverNow() - OVERLAP_MS);
      yield page.results.filter(({ in_trash: isTrashed }) => !isTrashed);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** With several steps they belong to a step, and are looked at when it begins. */
  #conditions(): NonNullable<GenerationOptions['conditions']> {
    return (countSteps(this.#request) === 1 ? this.#request.options.conditions : undefined) ?? [];
  }

  async #readSource(): Promise<DataSourceObjectResponse> {
    return (this.#source ??= await this.#ports.workspace.getDataSource(this.#request.target.dataSourceId!));
  }

  async #judge(rows: readonly PageObjectResponse[]): Promise<void> {
    const { store, now } = this.#ports;
    const { settled, busy } = await readSettledRows(store, this.#request, rows);
    const open = rows.filter(({ id }) => !settled.has(id));
    if (open.length === 0) return;
    const source = await this.#readSource();
    const schemas = Object.values(source.properties);
    requireOutput(this.#request, source);
    const conditions = this.#conditions();
    requireConditions(conditions, schemas);
    const met = open.filter((row) => meetsConditions(row, conditions, schemas, dayAt(now())));
    for (const { job, row, isRenewal } of await this.#plan(met, source)) {
      if (busy.has(row.id)) this.#busy += 1;
      else if (this.#mayBeTyped(row)) this.#typed.push(row);
      else this.#rows.set(row.id, fittingRow(row, job, isRenewal));
    }
  }

  /** Those that a run would write. */
  async #plan(rows: readonly PageObjectResponse[], source: DataSourceObjectResponse): Promise<readonly Planned[]> {
    const { store, now } = this.#ports;
    const context = { store, source, now: now() };
    const isBody = outputOfAllSteps(this.#request).kind === 'body';
    // A body that Visen made is not empty: whether others are is seen when they are read.
    const made = isBody ? await readMadeRows(store, rows) : undefined;
    const empty = rows.filter(({ id }) => made?.get(id)?.body === undefined);
    const fresh = await plannedRows(this.#request, 'ticked', empty, context);
    if (this.#asked.fill === 'empty') return fresh;
    const isFresh = new Set(fresh.map(({ row }) => row.id));
    const others = rows.filter(({ id }) => !isFresh.has(id));
    return [...fresh, ...(await plannedRows(this.#request, 'outdated', others, context))];
  }

  #mayBeTyped({ last_edited_time: at }: PageObjectResponse): boolean {
    return this.#asked.isPatient && Date.parse(at) + QUIET_MS > this.#ports.workspace.serverNow();
  }
}

interface Planned {
  readonly row: PageObjectResponse;
  readonly job: Job<RowCheckpoint>;
  readonly isRenewal: boolean;
}

async function plannedRows(
  request: RunRequest,
  kind: 'ticked' | 'outdated',
  rows: readonly PageObjectResponse[],
  context: Parameters<typeof planRows>[2],
): Promise<readonly Planned[]> {
  if (rows.length === 0) return [];
  const jobs = await planRows(imagined({ ...request, selection: { kind, rowIds: [] } }), rows, context);
  return rows.flatMap((row, at) => {
    const job = jobs[at]!;
    return job.state === 'skipped' ? [] : [{ row, job, isRenewal: kind === 'outdated' }];
  });
}

function fittingRow(
  row: PageObjectResponse,
  { title, checkpoint }: Job<RowCheckpoint>,
  isRenewal: boolean,
): FittingRow {
  const sample = { id: row.id, topic: title.slice(0, 20_000), properties: checkpoint?.inputs ?? {} };
  return { id: row.id, isRenewal, createdAt: row.created_time, sample };
}

/** @throws AppError `property-missing` */
function requireOutput(request: RunRequest, source: DataSourceObjectResponse): void {
  const output = outputOfAllSteps(request);
  const ids = output.kind === 'properties' ? output.propertyIds : 'propertyId' in output ? [output.propertyId] : [];
  const isThere = new Set(Object.values(source.properties).map(({ id }) => id));
  if (ids.some((id) => !isThere.has(id))) throw new AppError('property-missing', 'never');
}

/** A run that is never stored: rows are judged as one that begins now would judge them. */
const imagined = (request: RunRequest): Run =>
  newRun({ id: 'look', request, workspaceId: '', engine: '', model: '' }, 0);
