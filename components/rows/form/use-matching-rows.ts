import { useEffect, useState } from 'preact/hooks';

import type { RowCondition } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { checkCondition } from '../../../lib/notion/row-conditions.ts';
import { toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useDebounced } from '../../hooks/use-debounced.ts';

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
  const client = useClient();
  const [found, setFound] = useState<{ key: string; ids?: ReadonlySet<string>; failure?: Failure } | undefined>();
  const dataSourceId = view?.target.dataSourceId;
  const isUnfit = view !== undefined && conditions.some((condition) => !isWhole(condition, view));
  const key = JSON.stringify([dataSourceId, conditions, readAt]);
  const rested = useDebounced(key, PAUSE_MS);
  const isAsked = conditions.length > 0 && !isUnfit && dataSourceId !== undefined && rested === key;
  useEffect(() => {
    if (!isAsked) return undefined;
    let current = true;
    client.call('database.matchingRows', { dataSourceId, conditions }).then(
      ({ rowIds }) => current && setFound({ key, ids: new Set(rowIds) }),
      (error: unknown) => current && setFound({ key, failure: toFailure(error) }),
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by what is in it, since each render makes a new object
  }, [client, isAsked, key]);
  if (conditions.length === 0) return { ids: undefined, isKnown: true, isUnfit: false, failure: undefined };
  const now = found?.key === key ? found : undefined;
  return { ids: now?.ids, isKnown: now?.ids !== undefined, isUnfit, failure: now?.failure };
}

function isWhole(condition: RowCondition, view: DatabaseView): boolean {
  const property = view.properties.find(({ id }) => id === condition.propertyId);
  return checkCondition(condition, property && { type: property.type as 'number' }) === undefined;
}
