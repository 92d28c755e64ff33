/** What a prompt takes from a row: read when the run lists it, and compared with later to see whether it changed. */
import type { PageObjectResponse } from '../../notion/api-types.ts';
import { type PropertyValue, renderValue } from '../../notion/property-value.ts';
import { resolveVariable, splitPath, variablesIn } from '../../prompt/variables.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';

/** By property name, as text. */
export type RowInputs = Readonly<Record<string, string>>;

/** A relation that a prompt names: which pages, by id, since their titles are read later and once per run. */
export interface RelatedInput {
  readonly propertyId: string;
  /** At most the 25 that a page answer holds. */
  readonly ids: readonly string[];
  readonly hasMore: boolean;
  /** Properties of the related pages, by the variable as it is typed: `Projects.Status` → `Status`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Values of the properties that the prompt names, and of no other. Of a relation it is only said how many pages there are. */
export function readInputs(prompt: string, row: PageObjectResponse): RowInputs {
  const inputs: Record<string, string> = {};
  for (const { name, typed, property } of namedIn(prompt, row)) {
    const isRelation = property.type === 'relation';
    inputs[typed === undefined ? name : typed] = isRelation ? countRelated(property) : renderValue(property);
  }
  return inputs;
}

/** The relations among them, and those of which a property is named, by their name. */
export function readRelations(prompt: string, row: PageObjectResponse): Readonly<Record<string, RelatedInput>> {
  const relations: Record<string, RelatedInput> = {};
  for (const { name, typed, field, property } of namedIn(prompt, row)) {
    if (property.type !== 'relation') continue;
    const fields = {
      ...relations[name]?.fields,
      ...(typed !== undefined && field !== undefined && { [typed]: field }),
    };
    const { id: propertyId, relation, has_more: hasMore } = property as RelationValue;
    relations[name] = { propertyId, ids: relation.map(({ id }) => id), hasMore: hasMore === true, fields };
  }
  return relations;
}

type RelationValue = Extract<PropertyValue, { type: 'relation' }> & { readonly has_more?: boolean };

function countRelated(property: RelationValue): string {
  const { length } = property.relation;
  return length === 0 ? '' : `(${length}${property.has_more ? ' and more' : ''} related)`;
}

/** Names of the properties that a prompt names, a relation also where it is a property of the related pages that is named. */
export function namedProperties(prompt: string, properties: PropertyTypes): ReadonlySet<string> {
  return new Set(variablesAmong(prompt, properties).map(({ name }) => name));
}

type PropertyTypes = Readonly<Record<string, { readonly type: string }>>;

interface Named {
  /** Of the row's property. */
  readonly name: string;
  readonly property: PropertyValue;
  /** `Relation.Property` as it is typed. */
  readonly typed?: string;
  readonly field?: string;
}

function namedIn(prompt: string, { properties }: PageObjectResponse): readonly Named[] {
  return variablesAmong(prompt, properties).map((named) => ({ ...named, property: properties[named.name]! }));
}

function variablesAmong(prompt: string, properties: PropertyTypes): readonly Omit<Named, 'property'>[] {
  const names = Object.keys(properties);
  const relations = names.filter((name) => properties[name]?.type === 'relation');
  return variablesIn(prompt, names).flatMap((typed) => {
    const resolved = resolveVariable(typed, names);
    const path = resolved === undefined ? splitPath(typed, relations) : undefined;
    const name = path?.relation ?? (resolved?.startsWith('property:') ? resolved.slice('property:'.length) : '');
    return properties[name] ? [{ name, ...(path && { typed, field: path.field }) }] : [];
  });
}

/** Of these, what Notion works out from the rest of the row: our own write may change it. */
export function readComputed(prompt: string, row: PageObjectResponse): RowInputs {
  const inputs = Object.entries(readInputs(prompt, row));
  return Object.fromEntries(inputs.filter(([name]) => COMPUTED.has(row.properties[name]?.type ?? '')));
}

const COMPUTED: ReadonlySet<string> = new Set(['formula', 'rollup']);
/** Our own write changes them, and so does every edit of anything. */
const ABOUT_EDITS: ReadonlySet<string> = new Set(['last_edited_time', 'last_edited_by']);

export interface InputsBefore {
  readonly prompt: string;
  /** Of single properties, all that were sent. */
  readonly instructions?: string;
  readonly topic: string;
  readonly inputs: RowInputs;
  /** `readComputed` right after the write. */
  readonly computed: RowInputs;
  /** Absent: an older version, which kept the ids among the inputs. */
  readonly relations?: Readonly<Record<string, RelatedInput>> | undefined;
  /** Properties that the run itself wrote: that they read differently now is its own work. */
  readonly written: readonly string[];
}

/**
 * Whether the row would give the same prompt other words today. A property that was renamed or removed is no change of a value; page
 * contents and the date are not looked at.
 */
export function inputsChanged(before: InputsBefore, row: PageObjectResponse): boolean {
  const isOwn = (id: string) => before.written.includes(id);
  for (const [name, value] of Object.entries(before.inputs)) {
    const property = row.properties[name];
    if (!property || isOwn(property.id) || ABOUT_EDITS.has(property.type)) continue;
    const related = before.relations?.[name];
    if (related && property.type === 'relation') {
      if (property.relation.map(({ id }) => id).join() !== related.ids.join()) return true;
      continue;
    }
    const now = renderValue(property);
    if (now !== value && now !== before.computed[name]) return true;
  }
  const title = Object.values(row.properties).find(({ type }) => type === 'title');
  return givesTopic(before) && title !== undefined && !isOwn(title.id) && pageTitle(row) !== before.topic;
}

/** The topic is given where it is named, and where nothing is named. */
function givesTopic({ prompt, instructions = '', inputs }: InputsBefore): boolean {
  const names = Object.keys(inputs);
  const usedIn = (text: string) => variablesIn(text, names).flatMap((typed) => resolveVariable(typed, names) ?? []);
  const used = usedIn(prompt);
  return used.length === 0 || [...used, ...usedIn(instructions)].includes('reserved:title');
}
