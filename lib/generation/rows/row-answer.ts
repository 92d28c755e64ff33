/** From a row to the values that will be written: one model answer, checked, with one repair. */
import { type Output, propertyIdsOf } from '../../run-request/output.ts';
import { cleanAnswer } from '../../markdown/clean-answer.ts';
import { withoutThoughts } from '../../markdown/thought-filter.ts';
import type { DataSourceObjectResponse } from '../../notion/api-types.ts';
import { optionNames } from '../../notion/database-schema.ts';
import type { Person } from '../../notion/match-person.ts';
import { buildOutputSchema, type Candidates, outputFields, type OutputField } from '../../notion/output-schema.ts';
import { cellRichText } from '../../notion/cell-rich-text.ts';
import { parseJsonObject, parseTolerantJson } from '../../language-model/tolerant-json.ts';
import { describeProblems, givenFor, type OutputProblem, readTypedOutput } from '../../notion/typed-output.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import type { ModelMessage, ModelRequest } from '../../language-model/language-model.ts';
import { recordDropped } from '../../prompt/allow-link.ts';
import type { RowOutput } from '../../prompt/build-request.ts';
import { withSourcesField } from '../../web-search/source-list.ts';
import { AppError } from '../../shared/app-error.ts';
import type { PreparedRequest } from '../request/generation-ports.ts';

/** How the answer of a run's rows is asked for and read. */
export interface AnswerForm {
  readonly output: RowOutput;
  readonly fields: readonly OutputField[];
  readonly allowNewOptions: boolean;
  /** What the schema tells the model in others' words, beside the properties' names: descriptions, options, people, pages. */
  readonly told: readonly string[];
}

export interface ReadAnswer {
  readonly values: PropertyValues;
  /** By property id, where the values hold ids alone: what the model named. */
  readonly named: Readonly<Record<string, string>>;
  /** By property id: a name that nobody has, or more than one person. */
  readonly unclearPeople: Readonly<Record<string, string>>;
  readonly newOptions: Readonly<Record<string, readonly string[]>>;
  /** Hosts of addresses that were left out. */
  readonly dropped: readonly string[];
}

export interface NameFinders {
  readonly findRelated: (property: OutputField['property'], title: string) => Promise<string | undefined>;
  /** Everybody who may be named; asked only where people are an output. */
  readonly people?: () => Promise<readonly Person[]>;
}

export interface FormOptions {
  readonly allowNewOptions: boolean;
  /** The model may search the web, and lists its sources beside the values. */
  readonly searches?: boolean;
  /** By property id, as `candidatesFor` reads them. */
  readonly candidates?: Readonly<Record<string, Candidates>>;
}

const TEXT_TYPES = new Set(['title', 'rich_text']);

/** @throws AppError `property-missing` or `property-changed` */
export function answerFormOf(
  source: DataSourceObjectResponse,
  output: Exclude<Output, { kind: 'body' }>,
  { allowNewOptions, searches = false, candidates = {} }: FormOptions,
): AnswerForm {
  const ids = propertyIdsOf(output);
  const fields = outputFields(source, ids);
  const [only] = fields;
  if (fields.length === 1 && only && TEXT_TYPES.has(only.property.type)) {
    return { output: { kind: 'text' }, fields, allowNewOptions, told: [] };
  }
  const plain = buildOutputSchema(fields, { allowNewOptions, candidates });
  const schema = searches ? withSourcesField(plain) : plain;
  const told = [
    ...fields.flatMap(({ property }) => [property.description ?? '', ...(optionNames(property) ?? [])]),
    ...Object.values(candidates).flatMap(({ names }) => names),
  ];
  return { output: { kind: 'json', name: 'row', schema }, fields, allowNewOptions, told };
}

/** Which addresses of an answer may be written. */
export type LinkRules = Pick<PreparedRequest, 'allowLink' | 'allowAddress'>;

const ALL_LINKS: LinkRules = { allowLink: () => true, allowAddress: () => true };

/**
 * The answer as values, or what is wrong with it. Text becomes formatted text; `links` says which addresses may be written, as for
 * a page (all of them where nothing untrusted was sent).
 */
export async function readAnswer(
  text: string,
  form: AnswerForm,
  { findRelated, people }: NameFinders,
  links: LinkRules = ALL_LINKS,
  timeZone?: string,
): Promise<ReadAnswer | { readonly problems: readonly OutputProblem[] }> {
  const answer = form.output.kind === 'text' ? wrapText(text, form) : readObject(text, form);
  if (!answer) return { problems: form.fields.map((field) => problemOf(field, text)) };
  const dropped = new Set<string>();
  const hasPeople = form.fields.some(({ property }) => property.type === 'people');
  const { problems, ...read } = await readTypedOutput(answer, form.fields, {
    allowNewOptions: form.allowNewOptions,
    findRelated,
    people: hasPeople ? await people?.() : undefined,
    timeZone,
    allowAddress: recordDropped(links.allowAddress, dropped),
    convertText: cellRichText({ allowLink: recordDropped(links.allowLink, dropped) }),
  });
  if (problems.length > 0) return { problems };
  return { ...read, dropped: [...dropped] };
}

/** The request again, with the answer and what is wrong with it. */
export function repairRequest(
  request: ModelRequest,
  answer: string,
  problems: readonly OutputProblem[],
  form: AnswerForm,
): ModelRequest {
  const messages: ModelMessage[] = [
    ...request.messages,
    { role: 'assistant', text: answer },
    {
      role: 'user',
      text: `That answer cannot be used:\n${describeProblems(problems, form.fields)}\nAnswer again, whole.`,
    },
  ];
  // What was found stands in the answer: a second search would be paid for again.
  const { search: _search, ...rest } = request;
  return { ...rest, messages };
}

/** Why a row has failed after the repair, with the name of the property and what the model gave. */
export function problemsAsError(problems: readonly OutputProblem[]): AppError {
  const [first] = problems;
  const code = first?.kind === 'unknown-option' ? 'option-unknown' : 'engine-answer-invalid';
  return new AppError(code, 'never', {
    details: {
      property: first?.name ?? '',
      problem: first?.kind ?? 'missing',
      given: first?.given ?? '',
      // What the sentence about it names.
      ...(first?.given && { option: first.given }),
    },
  });
}

/** An object that is never closed must have every field: one that was cut lacks its last ones. */
function readObject(text: string, { fields }: AnswerForm): Readonly<Record<string, unknown>> | undefined {
  const isComplete = (object: Readonly<Record<string, unknown>>) =>
    fields.every((field) => givenFor(object, field) !== undefined);
  // What is JSON from its first to its last character holds no thoughts, whatever its texts speak of.
  return parseJsonObject(text) ?? parseTolerantJson(withoutThoughts(text).answer, isComplete);
}

function wrapText(text: string, { fields }: AnswerForm): Readonly<Record<string, unknown>> {
  return { [fields[0]?.key ?? 'p0']: cleanAnswer(text).trim() };
}

function problemOf({ key, property }: OutputField, text: string): OutputProblem {
  return {
    key,
    propertyId: property.id,
    name: property.name,
    kind: 'missing',
    given: text.slice(0, 100).toWellFormed(),
  };
}
