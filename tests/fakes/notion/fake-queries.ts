/** Which rows a query of the fake Notion finds, in which order, and what the cursor of the next page means. */
import type { Listing } from '../../../lib/notion/workspace.ts';
import { passesFilter, refuse } from '../fake-notion-values.ts';
import { slice } from './fake-answers.ts';
import { minute, type CursorKind, type DataSource, type FakeWorld, type Node } from './fake-world.ts';

export function rowsOf(world: FakeWorld, source: DataSource, filter: unknown, sorts?: readonly unknown[]): Node[] {
  const answers = world
    .nodesOf(source.rows)
    .filter((node) => world.isLive(node))
    .filter((node) =>
      passesFilter(
        {
          properties: world.seen(node).properties,
          created_time: minute(node.createdAt),
          last_edited_time: minute(node.editedAt),
        },
        filter,
        world.now(),
      ),
    );
  return inOrder(answers, sorts);
}

/** Pages of rows, by one kind of cursor. */
export class RowCursors {
  readonly #world: FakeWorld;
  readonly #kind: CursorKind;
  readonly #snapshots: (readonly string[])[] = [];

  constructor(world: FakeWorld, kind: CursorKind = 'offset') {
    this.#world = world;
    this.#kind = kind;
  }

  /** @param all all rows of the source, also those that the query leaves out or that are in the trash, and how it sorts them */
  page(
    rows: readonly Node[],
    cursor: string | undefined,
    size: number,
    all: { readonly ids: readonly string[]; readonly sorts: readonly unknown[] | undefined },
  ): Listing<Node> {
    switch (this.#kind) {
      case 'offset':
        return slice(rows, cursor, size);
      case 'snapshot':
        return this.#pageOfSnapshot(rows, cursor, size);
      case 'row': {
        const from = findRow(rows, cursor);
        const following = rows[from + size]?.id;
        return pageFrom(rows, from, size, following);
      }
      case 'keyset': {
        const places = new Map(inOrder(this.#world.nodesOf(all.ids), all.sorts).map(({ id }, place) => [id, place]));
        const from = rows.findIndex(({ id }) => isAfter(places, id, cursor));
        const isMore = from >= 0 && rows[from + size] !== undefined;
        return pageFrom(rows, from, size, isMore ? rows[from + size - 1]?.id : undefined);
      }
    }
  }

  #pageOfSnapshot(rows: readonly Node[], cursor: string | undefined, size: number): Listing<Node> {
    const [at = this.#snapshots.push(rows.map(({ id }) => id)) - 1, from = 0] = cursor?.split(':').map(Number) ?? [];
    const ids = this.#snapshots[at] ?? [];
    const page = this.#world.nodesOf(ids.slice(from, from + size));
    const next = from + size < ids.length ? { nextCursor: `${at}:${from + size}` } : {};
    return { results: page.filter(({ trashed }) => !trashed), complete: true, ...next };
  }
}

function pageFrom(rows: readonly Node[], from: number, size: number, nextCursor: string | undefined): Listing<Node> {
  const results = from < 0 ? [] : rows.slice(from, from + size);
  return { results, complete: true, ...(nextCursor !== undefined && { nextCursor }) };
}

function findRow(rows: readonly Node[], cursor: string | undefined): number {
  const from = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor);
  if (from < 0) throw refuse(`The start_cursor provided is invalid: ${cursor}`);
  return from;
}

function isAfter(places: ReadonlyMap<string, number>, id: string, cursor: string | undefined): boolean {
  return cursor === undefined || (places.get(id) ?? 0) > (places.get(cursor) ?? -1);
}

/** Rows as a query sorts them; without a sort that is known here they stay as they were made. */
function inOrder(rows: readonly Node[], sorts: readonly unknown[] = []): Node[] {
  const first = sorts[0] as { timestamp?: string; direction?: string } | undefined;
  if (first?.timestamp !== 'created_time' && first?.timestamp !== 'last_edited_time') return [...rows];
  const sign = first.direction === 'descending' ? -1 : 1;
  const minuteOf = (row: Node) =>
    Math.floor((first.timestamp === 'created_time' ? row.createdAt : row.editedAt) / 60_000);
  return rows.toSorted((a, b) => sign * (minuteOf(a) - minuteOf(b)));
}
