/** What a prompt takes from a row: read when the run lists it, and compared with later to see whether it changed. */
import type { PageObjectResponse } from '../../notion/api-types.ts';
import { renderValue } from '../../notion/property-value.ts';
import { resolveVariable, variablesIn } from '../../prompt/variables.ts';
import { titleOf } from './row-cells.ts';

/** By property name, as text. */
export type RowInputs = Readonly<Record<string, string>>;

/** Values of the properties that the prompt names, and of no other. */
export function readInputs(prompt: string, row: PageObjectResponse): RowInputs {
  const names = Object.keys(row.properties);
  const inputs: Record<string, string> = {};
  for (const typed of variablesIn(prompt, names)) {
    const resolved = resolveVariable(typed, names);
    if (!resolved?.startsWith('property:')) continue;
    const name = resolved.slice('property:'.length);
    const property = row.properties[name];
    if (property) inputs[name] = renderValue(property);
  }
  return inputs;
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
  readonly topic: string;
  readonly inputs: RowInputs;
  /** `readComputed` right after the write. */
  readonly computed: RowInputs;
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
    const now = renderValue(property);
    if (now !== value && now !== before.computed[name]) return true;
  }
  const title = Object.values(row.properties).find(({ type }) => type === 'title');
  return givesTopic(before) && title !== undefined && !isOwn(title.id) && titleOf(row) !== before.topic;
}

/** The topic is given where it is named, and where nothing is named. */
function givesTopic({ prompt, inputs }: InputsBefore): boolean {
  const names = Object.keys(inputs);
  const used = variablesIn(prompt, names).flatMap((typed) => resolveVariable(typed, names) ?? []);
  return used.length === 0 || used.includes('reserved:title');
}
