/**
 * What the model is asked to fill in, as a JSON schema made from the live properties. Keys are p0, p1 …, so that a property's
 * name can be anything; all are required and nullable, which OpenAI's strict mode, Gemini and local servers share.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
import type { JsonSchema } from '../language-model/language-model.ts';
import { AppError } from '../shared/app-error.ts';
import type { DataSourceObjectResponse } from './api-types.ts';
import { describeProperty, optionNames } from './database-schema.ts';
import type { PropertySchema } from './property-value.ts';

export interface OutputField {
  readonly key: string;
  readonly property: PropertySchema;
}

export interface OutputRules {
  readonly allowNewOptions: boolean;
  /** By property id: whom or what a model may name. */
  readonly candidates?: Readonly<Record<string, Candidates>> | undefined;
}

/** Names to choose from; `hasMore`: there are others, which are as good. */
export interface Candidates {
  readonly names: readonly string[];
  readonly hasMore: boolean;
}

/** Strict mode takes 1,000 enum values in all (null counts), and 15,000 characters in an enum of more than 250. */
const MAX_ENUM_VALUES = 1000;
const LONG_ENUM = 250;
const MAX_LONG_ENUM_CHARACTERS = 15_000;
/** Options that are named in the description, where no enum can hold them. */
const MAX_LISTED_CHARACTERS = 4_000;

/**
 * The fields of the chosen properties, in the order chosen.
 * Throws AppError `property-missing` for one that is gone and `property-changed` for one that cannot be written (any more).
 */
export function outputFields(
  source: Pick<DataSourceObjectResponse, 'properties'>,
  propertyIds: readonly string[],
): OutputField[] {
  const byId = new Map(Object.values(source.properties).map((property) => [property.id, property]));
  return propertyIds.map((id, index) => {
    const property = byId.get(id);
    if (!property) throw new AppError('property-missing', 'never', { details: { property: id } });
    if (!describeProperty(property).writable)
      throw new AppError('property-changed', 'never', { details: { property: property.name, type: property.type } });
    return { key: `p${index}`, property };
  });
}

export function buildOutputSchema(fields: readonly OutputField[], rules: OutputRules): JsonSchema {
  let enumValues = 0;
  const properties = fields.map(({ key, property }) => {
    const options = isClosed(property, rules) ? (optionNames(property) ?? []) : [];
    const fits = options.length > 0 && enumValues + options.length + 1 <= MAX_ENUM_VALUES && isShortEnough(options);
    if (fits) enumValues += options.length + 1;
    return [key, fieldSchema(property, fits ? options : undefined, rules.candidates?.[property.id])];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.map(({ key }) => key),
    additionalProperties: false,
  };
}

function isClosed(property: PropertySchema, rules: OutputRules): boolean {
  return property.type === 'status' || !rules.allowNewOptions;
}

function isShortEnough(options: readonly string[]): boolean {
  return options.length <= LONG_ENUM || options.join('').length <= MAX_LONG_ENUM_CHARACTERS;
}

function fieldSchema(
  property: PropertySchema,
  options: readonly string[] | undefined,
  candidates: Candidates | undefined,
): JsonSchema {
  const description = describe(property, options, candidates);
  switch (property.type) {
    case 'number':
      return { type: ['number', 'null'], description };
    case 'checkbox':
      return { type: ['boolean', 'null'], description };
    case 'select':
    case 'status':
      return { type: ['string', 'null'], ...(options && { enum: [...options, null] }), description };
    case 'multi_select':
      return {
        type: ['array', 'null'],
        items: { type: 'string', ...(options && { enum: [...options] }) },
        description,
      };
    case 'relation':
    case 'people':
      return { type: ['array', 'null'], items: { type: 'string' }, description };
    case 'date':
      return {
        type: ['object', 'null'],
        properties: { start: { type: 'string' }, end: { type: ['string', 'null'] } },
        required: ['start', 'end'],
        additionalProperties: false,
        description,
      };
    default:
      return { type: ['string', 'null'], description };
  }
}

const FORMS: Readonly<Record<string, string>> = {
  title: 'One line of plain text.',
  rich_text: 'Text.',
  select: 'One option.',
  status: 'One option.',
  multi_select: 'Any of the options.',
  date: 'Dates as 2026-01-31, local times as 2026-01-31T09:30:00, with an offset only for another time zone; end is null unless it is a range.',
  url: 'A whole address with https://.',
  email: 'One e-mail address.',
  phone_number: 'One phone number.',
  relation: 'Exact titles of existing pages.',
  people: 'Exact names of people, or their e-mail addresses.',
};

function describe(
  property: PropertySchema,
  options: readonly string[] | undefined,
  candidates: Candidates | undefined,
): string {
  const percent = property.type === 'number' && property.number.format === 'percent';
  const form = percent ? 'A fraction: 25 % is 0.25.' : (FORMS[property.type] ?? '');
  const unlisted = options ? [] : (optionNames(property) ?? []);
  const listed = listWithin(unlisted);
  return [
    `“${property.name}”.`,
    property.description ?? '',
    form,
    listed && `Options: ${listed}`,
    candidates ? listCandidates(candidates) : '',
    'null if it cannot be known.',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function listCandidates({ names, hasMore }: Candidates): string {
  if (names.length === 0) return '';
  const listed = listWithin(names);
  const isWhole = !hasMore && !listed.endsWith('; …');
  return isWhole ? `Only these: ${listed}.` : `Some of them: ${listed}.`;
}

function listWithin(options: readonly string[]): string {
  let list = '';
  for (const option of options) {
    const next = list === '' ? option : `${list}; ${option}`;
    if (next.length > MAX_LISTED_CHARACTERS) return `${list}; …`;
    list = next;
  }
  return list;
}
