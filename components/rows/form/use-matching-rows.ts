import { useEffect, useMemo, useState } from 'preact/hooks';

import type { RowCondition } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { checkCondition } from '../../../lib/notion/row-conditions.ts';
import { toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { useStable } from '../../hooks/use-stable.ts';

const PAUSE_MS = 400;

export interface MatchingRows {
  /** Row ids; undefined: there are no conditions, or Notion was not asked yet. */
  readonly ids: ReadonlySet<string> | undefined;
  /** What the conditions mean is known. */
  readonly isKnown: boolean;
  /** A condition is not whole: a value is missing, or does not fit. */
  readonly isUnfit: boolean;
  readonly failure: Failure | undefined;
}

/** Which rows meet the conditions: Notion is asked when a person pauses in choosing, and again when the rows are read anew. */
export function useMatchingRows(
  view: DatabaseView | undefined,
  conditions: readonly RowCondition[],
  readAt: number,
): MatchingRows {
  const lists = useMemo(() => [conditions], [conditions]);
  const { sets, ...rest } = useMatchingLists(view, lists, readAt);
  return { ids: sets?.[0], ...rest };
}

export interface MatchingLists extends Omit<MatchingRows, 'ids'> {
  /** For each list: row ids, or undefined where it holds no condition. Undefined while they are not known. */
  readonly sets: readonly (ReadonlySet<string> | undefined)[] | undefined;
}

/** The same for several lists of conditions at once. */
export function useMatchingLists(
  view: DatabaseView | undefined,
  lists: readonly (readonly RowCondition[])[],
  readAt: number,
): MatchingLists {
  const client = useClient();
  const [found, setFound] = useState<Found | undefined>();
  const dataSourceId = view?.target.dataSourceId;
  const all = lists.flat();
  const isUnfit = view !== undefined && all.some((condition) => !isWhole(condition, view));
  const key = JSON.stringify([dataSourceId, lists, readAt]);
  const asked = useStable(lists, key);
  const rested = useDebounced(key, PAUSE_MS);
  const isAsked = all.length > 0 && !isUnfit && dataSourceId !== undefined && rested === key;
  useEffect(() => {
    if (!isAsked) return undefined;
    let current = true;
    const read = asked.map(async (conditions) => {
      if (conditions.length === 0) return undefined;
      const { rowIds } = await client.call('database.matchingRows', { dataSourceId, conditions });
      return new Set(rowIds);
    });
    Promise.all(read).then(
      (sets) => current && setFound({ key, sets }),
      (error: unknown) => current && setFound({ key, failure: toFailure(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, isAsked, dataSourceId, asked, key]);
  if (all.length === 0) return { sets: undefined, isKnown: true, isUnfit: false, failure: undefined };
  const now = found?.key === key ? found : undefined;
  return { sets: now?.sets, isKnown: now?.sets !== undefined, isUnfit, failure: now?.failure };
}

interface Found {
  readonly key: string;
  readonly sets?: readonly (ReadonlySet<string> | undefined)[];
  readonly failure?: Failure;
}

function isWhole(condition: RowCondition, view: DatabaseView): boolean {
  const property = view.properties.find(({ id }) => id === condition.propertyId);
  return checkCondition(condition, property && { type: property.type as 'number' }) === undefined;
}
