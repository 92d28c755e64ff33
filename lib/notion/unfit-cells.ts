/** Before rows are made of a pasted text: its cells that the properties cannot hold. */
import { cellFromText } from './cell-from-text.ts';
import type { ParsedRow } from './parse-new-rows.ts';
import type { PropertySchema } from './property-value.ts';
import type { PropertyView } from './views.ts';

type Property = Pick<PropertyView, 'id' | 'name' | 'type' | 'options'>;

export interface UnfitCell {
  /** The property's name. */
  readonly property: string;
  readonly text: string;
}

/** The cells that would stay empty, in the order of the rows; the same text of the same property once. */
export function unfitCells(rows: readonly ParsedRow[], properties: readonly Property[]): readonly UnfitCell[] {
  const byId = new Map(properties.map((property) => [property.id, property]));
  const found = new Map<string, UnfitCell>();
  for (const { values } of rows) {
    for (const [id, text] of Object.entries(values)) {
      const property = byId.get(id);
      const key = `${id} ${text}`;
      if (property && !found.has(key) && !fits(property, text)) found.set(key, { property: property.name, text });
    }
  }
  return [...found.values()];
}

/** What only Notion knows, such as a number's format, counts in favour of the text. */
function fits(property: Property, text: string): boolean {
  return (['number', 'percent'] as const).some((format) => 'value' in cellFromText(schemaOf(property, format), text));
}

function schemaOf({ id, name, type, options = [] }: Property, format: 'number' | 'percent'): PropertySchema {
  const config = type === 'number' ? { format } : { options: options.map((option) => ({ name: option })) };
  return { id, name, type, [type]: config } as unknown as PropertySchema;
}
