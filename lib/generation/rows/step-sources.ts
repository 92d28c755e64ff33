/** A row's sources in a property. With several steps, a later one adds its own to those that an earlier one wrote. */
import type { WebSource } from '../../language-model/web-source.ts';
import type { DataSourceObjectResponse } from '../../notion/api-types.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import { sourcesOf, sourcesValue } from '../../web-search/source-list.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';

/**
 * The step, with the sources that stand in the property `into` because an earlier step wrote them. What somebody changed there since is
 * theirs, and stays as any filled cell does.
 */
export function withEarlierSources(
  step: RowCheckpoint,
  earlier: readonly RowCheckpoint[],
  into: string | undefined,
): RowCheckpoint {
  const { cells = [] } = step;
  const cell = cells.find(({ propertyId }) => propertyId === into);
  const writer = earlier.findLast(({ written = [] }) => written.some(({ propertyId }) => propertyId === into));
  const left = writer?.written?.find(({ propertyId }) => propertyId === into);
  if (!cell || !writer || left?.hash !== cell.hash) return step;
  const { filled: _filled, ...open } = cell;
  return { ...step, cells: cells.map((one) => (one === cell ? open : one)), earlierSources: sourcesOfStep(writer) };
}

/** What a step writes as its sources: those before it, then its own; nothing where it found none. */
export function sourcesOfStep({ search, answerText = '', earlierSources = [] }: RowCheckpoint): readonly WebSource[] {
  const own = search ? sourcesOf(answerText, search) : [];
  if (own.length === 0) return [];
  const known = new Set(earlierSources.map(({ url }) => url));
  return [...earlierSources, ...own.filter(({ url }) => !known.has(url))];
}

/** The sources as the value of the property that is for them; only beside something else that is written, and where it is known what stood there. */
export function sourcesBeside(
  values: PropertyValues,
  into: string | undefined,
  checkpoint: RowCheckpoint,
  properties: DataSourceObjectResponse['properties'],
): PropertyValues {
  if (into === undefined || into in values || Object.keys(values).length === 0) return {};
  if (!checkpoint.cells?.some(({ propertyId }) => propertyId === into)) return {};
  const type = Object.values(properties).find(({ id }) => id === into)?.type ?? '';
  const value = sourcesValue(type, sourcesOfStep(checkpoint));
  return value ? { [into]: value } : {};
}
