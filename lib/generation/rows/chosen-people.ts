/** Whom a person chose where an answer named somebody who is not clear. */
import type { RowCheckpoint } from './row-checkpoint.ts';

export interface ChosenPerson {
  readonly id: string;
  /** As it was shown when it was chosen. */
  readonly name: string;
}

/** The row with these people in the cell that waited for them; the same row where no person was asked for. */
export function withChosenPeople(
  row: RowCheckpoint,
  {
    propertyId,
    people,
  }: { readonly propertyId?: string | undefined; readonly people?: readonly ChosenPerson[] | undefined },
): RowCheckpoint {
  if (propertyId === undefined || people === undefined || !isUnclear(row, propertyId)) return row;
  return {
    ...row,
    values: { ...row.values, [propertyId]: { people: people.map(({ id }) => ({ object: 'user', id })) } },
    named: { ...row.named, [propertyId]: people.map(({ name }) => name).join(', ') },
  };
}

const isUnclear = ({ held = {} }: RowCheckpoint, propertyId: string): boolean =>
  held[propertyId]?.some(({ check }) => check === 'person') === true;
