/** Which columns the grid has, in their order, and how wide they are. */
import { type Output, propertyIdsOf } from '../../../lib/run-request/output.ts';
import type { DatabaseView, PropertyView } from '../../../lib/notion/views.ts';

export type ColumnKind = 'tick' | 'topic' | 'value' | 'body' | 'state';

export interface GridColumn {
  /** A property's id, or the kind where no property stands behind it. */
  readonly id: string;
  readonly kind: ColumnKind;
  /** The property's name; empty where the kind says it. */
  readonly name: string;
  readonly property?: PropertyView;
  /** A run writes it. */
  readonly isOutput: boolean;
}

export interface ColumnChoice {
  readonly view: DatabaseView;
  readonly output: Output | undefined;
  /** Names that the prompt inserts. */
  readonly usedNames: readonly string[];
  /** What a person chose under Columns, by property id; what is not named follows the prompt and the output. */
  readonly chosen: ReadonlyMap<string, boolean>;
}

/** Outputs of the run, what its prompt uses, and all others: the groups of Columns. The title is always there. */
export function columnGroups({ view, output, usedNames }: Omit<ColumnChoice, 'chosen'>): {
  readonly outputs: readonly PropertyView[];
  readonly used: readonly PropertyView[];
  readonly others: readonly PropertyView[];
} {
  const written = new Set(propertyIdsOf(output));
  const used = new Set(usedNames);
  const rest = view.properties.filter(({ id }) => id !== view.titlePropertyId);
  const isUsed = ({ id, name }: PropertyView) => !written.has(id) && used.has(name);
  return {
    outputs: rest.filter(({ id }) => written.has(id)),
    used: rest.filter(isUsed),
    others: rest.filter((property) => !written.has(property.id) && !isUsed(property)),
  };
}

/** Tick and topic, what the prompt uses and what a person added, the outputs, and the state. */
export function gridColumns(choice: ColumnChoice): readonly GridColumn[] {
  const { view, output, chosen } = choice;
  const { outputs, used, others } = columnGroups(choice);
  const title = view.properties.find(({ id }) => id === view.titlePropertyId);
  const order = new Map(view.properties.map(({ id }, at) => [id, at]));
  const beside = [
    ...used.filter(({ id }) => chosen.get(id) ?? true),
    ...others.filter(({ id }) => chosen.get(id) ?? false),
  ].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const value = (property: PropertyView, isOutput: boolean): GridColumn => ({
    id: property.id,
    kind: 'value',
    name: property.name,
    property,
    isOutput,
  });
  return [
    { id: 'tick', kind: 'tick', name: '', isOutput: false },
    {
      id: 'topic',
      kind: 'topic',
      name: title?.name ?? '',
      isOutput: propertyIdsOf(output).includes(view.titlePropertyId),
      ...(title && { property: title }),
    },
    ...beside.map((property) => value(property, false)),
    ...outputs.filter(({ id }) => chosen.get(id) ?? true).map((property) => value(property, true)),
    ...(output?.kind === 'body' ? [{ id: 'body', kind: 'body', name: '', isOutput: true } as const] : []),
    { id: 'state', kind: 'state', name: '', isOutput: false },
  ];
}

const TAGGED: ReadonlySet<string> = new Set(['select', 'multi_select', 'status']);
const SHORT: ReadonlySet<string> = new Set(['number', 'date', 'checkbox', 'created_time', 'last_edited_time']);

/** Whether a value of this type is shown as tags. */
export const isTagged = (type: string | undefined): boolean => type !== undefined && TAGGED.has(type);

type Size = 'wide' | 'medium' | 'small';

/** The tracks of CSS grid for a size of the grid; values that are no output are left out where there is no room. */
export function columnTracks(columns: readonly GridColumn[], size: Size): string {
  const shown = size === 'small' ? columns.filter((column) => !isContext(column)) : columns;
  return shown.map((column) => track(column, size)).join(' ');
}

/** Beside the outputs: the first to go where there is no room. */
export const isContext = ({ kind, isOutput }: GridColumn): boolean => kind === 'value' && !isOutput;

function track({ kind, property, isOutput }: GridColumn, size: Size): string {
  if (kind === 'tick') return '2.75rem';
  if (kind === 'state') return '8.25rem';
  if (kind === 'topic')
    return { wide: 'minmax(12.5rem, 1.05fr)', medium: 'minmax(10.5rem, 1fr)', small: '8.25rem' }[size];
  if (isTagged(property?.type)) {
    return { wide: 'minmax(7.75rem, 0.4fr)', medium: 'minmax(7rem, 0.3fr)', small: '9rem' }[size];
  }
  if (SHORT.has(property?.type ?? '')) return size === 'small' ? '8rem' : 'minmax(7rem, 0.25fr)';
  if (!isOutput) return size === 'wide' ? 'minmax(9.5rem, 0.8fr)' : 'minmax(8rem, 0.7fr)';
  return {
    wide: 'minmax(12.5rem, 1.45fr)',
    medium: 'minmax(10.5rem, 1.3fr)',
    small: 'max(10.75rem, 100vw - 11.75rem)',
  }[size];
}
