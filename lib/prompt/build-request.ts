/** The one place where it is decided what a model is sent: for a page, for a row, for a selection. */
import { chooseContext, describeContext, wordsToFind } from '../context/choose-context.ts';
import type { ChosenContext, ContextSource, UsedContext } from '../context/context-source.ts';
import type { JsonSchema, ModelRequest } from '../language-model/language-model.ts';
import { createLinkFilter, isPlainName, repeatsCode } from './allow-link.ts';
import { cutContent, cutNote, type CutContent } from '../context/cut-content.ts';
import { examplesPart, textsOfExamples } from './examples.ts';
import type { RowExample } from '../run-request/run-request.ts';
import { fence, fenceRule } from './fence.ts';
import { hideFileAddressesIn } from '../notion/hide-file-addresses.ts';
import {
  CELL_FORM,
  JSON_FORM,
  MARKDOWN_DIALECT,
  NO_CITATIONS,
  languageSentence,
  placeSentence,
} from './instructions.ts';
import { renderVariables, type RenderedPrompt } from './variables.ts';
import type { Where } from '../run-request/target.ts';

export interface PromptBase {
  readonly model: string;
  /** The person's prompt, with variables. */
  readonly prompt: string;
  /** Random and new for each request; at least 8 characters. */
  readonly nonce: string;
  /** ISO date. */
  readonly today: string;
  /** Language name or tag; empty: the language of the prompt. */
  readonly outputLanguage: string;
  /** The person's own standing instructions; may be empty. */
  readonly systemInstructions: string;
  /** Characters of page content that may be sent. */
  readonly contextCharacters: number;
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly effort?: NonNullable<ModelRequest['effort']>;
  readonly search?: NonNullable<ModelRequest['search']>;
  readonly readsLinks?: true;
  readonly isPreview?: true;
  /** Pages and databases of the workspace that the model may read; they share `contextCharacters` with the page's content. */
  readonly context?: readonly ContextSource[];
}

export interface PagePrompt extends PromptBase {
  readonly title: string;
  /** The page's Markdown, if it is to be context. */
  readonly content?: string;
  readonly where: Where;
}

export interface SelectionPrompt extends PromptBase {
  readonly title: string;
  readonly selection: string;
  readonly content?: string;
}

/** What a row's answer is for. `json`: typed properties, see lib/notion for the schema. */
export type RowOutput =
  | { readonly kind: 'text' }
  | { readonly kind: 'body'; readonly where: Where }
  | { readonly kind: 'json'; readonly name: string; readonly schema: JsonSchema };

export interface RowPrompt extends PromptBase {
  /** The row's title. */
  readonly topic: string;
  /** Values as text, by property name: all that the prompt may name. Only those it names are sent. */
  readonly properties: Readonly<Record<string, string>>;
  /** The row's body as Markdown, if the prompt uses {{page}}. */
  readonly content?: string;
  /** What single properties are to hold, as the person said it. */
  readonly instructions?: readonly { readonly name: string; readonly text: string }[];
  /** What the schema of the answer tells the model in others’ words: names, descriptions and options of properties. */
  readonly labels?: readonly string[];
  /** Rows whose answers a person accepted. */
  readonly examples?: readonly RowExample[];
  readonly output: RowOutput;
}

export interface BuiltRequest {
  readonly request: ModelRequest;
  /** Which links of a text survive. */
  readonly allowLink: (url: string) => boolean;
  /** Which addresses may be the value of a URL or e-mail property. */
  readonly allowAddress: (url: string) => boolean;
  /** Variables that mean nothing here; they were sent as typed. */
  readonly unknownVariables: readonly string[];
  /** True when content was cut to the stated size. */
  readonly isContextCut: boolean;
  /** What was given of each page and database of the context. */
  readonly usedContext?: readonly UsedContext[];
}

/**
 * A title that is a plain name does not restrict the links of the answer: on a blank page there is nothing that could be carried
 * out, and “with sources” would be impossible.
 */
export function buildPageRequest(given: PagePrompt): BuiltRequest {
  const input = withContext(given, [given.title]);
  const rendered = render(input, input.title, {});
  const isNamed = rendered.used.includes('reserved:page');
  const parts = [
    ...(rendered.used.includes('reserved:title') || input.title === ''
      ? []
      : [`The page's title: ${fence(input.title, 'title', input.nonce)}`]),
    ...(isNamed ? [] : contentPart(input, "The page's content so far:")),
  ];
  return build(input, rendered, parts, [MARKDOWN_DIALECT, placeSentence(input.where)], {
    texts: [input.content ?? ''],
    names: [input.title],
  });
}

export function buildSelectionRequest(given: SelectionPrompt): BuiltRequest {
  const input = withContext(given, [given.title, given.selection]);
  const rendered = render(input, input.title, {});
  const parts = [
    `The selected text:\n${fence(input.selection, 'selection', input.nonce)}`,
    ...(rendered.used.includes('reserved:page') ? [] : contentPart(input, 'The page that it stands in:')),
  ];
  const form = [MARKDOWN_DIALECT, placeSentence('after-selection')];
  return build(input, rendered, parts, form, { texts: [input.title, input.selection, input.content ?? ''], names: [] });
}

/** More than any cell is for: a model that repeats itself ends here, in characters or before that in tokens. */
const MOST_CELL_CHARACTERS = 50_000;
const MOST_CELL_TOKENS = 16_384;
/** With room for thoughts, which count. */
const THINKING_CELL_TOKENS = 32_768;

export function buildRowRequest(given: RowPrompt): BuiltRequest {
  const input = withContext(given, [given.topic, ...Object.values(given.properties)]);
  const { output, properties, nonce, topic } = input;
  const rendered = render(input, topic, properties);
  const instructions = (input.instructions ?? [])
    .filter(({ text }) => text.trim() !== '')
    .map(({ name, text }) => ({ name, text, rendered: render({ ...input, prompt: text.trim() }, topic, properties) }));
  // Without any variable the topic is given by itself; with one the person decided what is given.
  const parts = rendered.used.length > 0 || topic === '' ? [] : [fence(topic, 'topic', nonce)];
  parts.push(...instructions.map((one) => `For “${one.name}”: ${one.rendered.text}`));
  const examples = input.examples ?? [];
  parts.push(...examplesPart(examples, nonce));
  const isUsed = new Set([rendered, ...instructions.map((one) => one.rendered)].flatMap((one) => one.used));
  const used = Object.entries(properties).flatMap(([name, value]) => (isUsed.has(`property:${name}`) ? [value] : []));
  const names = [topic, ...used, ...textsOfExamples(examples), ...(input.labels ?? [])];
  const untrusted = { texts: [input.content ?? ''], names, isRow: true } as const;
  const trusted = instructions.map(({ text }) => text);
  const built = build(input, rendered, parts, formOf(output, input.search !== undefined), untrusted, trusted);
  if (output.kind === 'body') return built;
  const request: ModelRequest = {
    ...built.request,
    maxCharacters: MOST_CELL_CHARACTERS,
    defaultOutputTokens: input.effort === 'medium' || input.effort === 'high' ? THINKING_CELL_TOKENS : MOST_CELL_TOKENS,
    ...(output.kind === 'json' && { json: { name: output.name, schema: output.schema } }),
  };
  return { ...built, request };
}

function formOf(output: RowOutput, searches: boolean): string[] {
  const uncited = searches ? [NO_CITATIONS] : [];
  if (output.kind === 'text') return [CELL_FORM, ...uncited];
  if (output.kind === 'json') return [CELL_FORM, JSON_FORM, ...uncited];
  return [MARKDOWN_DIALECT, placeSentence(output.where)];
}

interface WithChosen {
  readonly chosen: readonly ChosenContext[];
}

/**
 * Without addresses of files, and with the context that fits: up to half of the room where a page's content is sent too, which gets
 * the rest. `values`: what the row or page says of itself.
 */
function withContext<T extends PromptBase & { readonly content?: string }>(
  { context = [], ...given }: T,
  values: readonly string[],
): Omit<T, 'context'> & WithChosen {
  const input = hideFileAddressesIn(given);
  if (context.length === 0) return { ...input, chosen: [] };
  const { contextCharacters, content } = input;
  const room = Math.max(Math.floor(contextCharacters / 2), contextCharacters - (content?.length ?? 0));
  const chosen = chooseContext(context, wordsToFind(given.prompt, values), room);
  const taken = chosen.reduce((sum, { text }) => sum + text.length, 0);
  return { ...input, chosen, contextCharacters: contextCharacters - taken };
}

function contextParts(chosen: readonly ChosenContext[], nonce: string): string[] {
  const parts = chosen.flatMap(({ title, text, cutFrom, rows, rowsOf = 0 }) => {
    if (text === '') return [];
    const note =
      cutFrom === undefined
        ? rows && rows.length < rowsOf
          ? `\n(${rows.length} of ${rowsOf} rows are given.)`
          : ''
        : `\n${cutNote({ isCut: true, text, total: cutFrom })}`;
    return [`${fence(text, 'context', nonce, title)}${note}`];
  });
  return parts.length === 0 ? [] : ['For reference, from the workspace:', ...parts];
}

function render(
  input: PromptBase & { readonly content?: string },
  title: string,
  properties: Readonly<Record<string, string>>,
): RenderedPrompt {
  const { nonce, content } = input;
  return renderVariables(input.prompt, {
    propertyNames: Object.keys(properties),
    valueOf: (variable) => {
      if (variable === 'reserved:today') return input.today;
      if (variable === 'reserved:title') return fence(title, 'title', nonce);
      if (variable === 'reserved:page')
        return content === undefined ? undefined : fencedContent(cutContent(content, input.contextCharacters), nonce);
      const name = variable.slice('property:'.length);
      return fence(cutContent(properties[name] ?? '', input.contextCharacters).text, 'property', nonce, name);
    },
  });
}

function contentPart(input: PromptBase & { readonly content?: string }, introduction: string): string[] {
  if (input.content === undefined || input.content.trim() === '' || input.contextCharacters <= 0) return [];
  return [`${introduction}\n${fencedContent(cutContent(input.content, input.contextCharacters), input.nonce)}`];
}

function fencedContent(cut: CutContent, nonce: string): string {
  const note = cutNote(cut);
  return `${fence(cut.text, 'page', nonce)}${note === '' ? '' : `\n${note}`}`;
}

/** What was sent that may be a stranger's. `names`: titles and values, which are harmless where they are plain names. */
interface Untrusted {
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly isRow?: true;
}

/**
 * Plain names alone restrict nothing, as long as no code or key that stood in them turns up in an address. In a text of a row they
 * do: a column of text is no place to collect addresses, one of URLs is.
 */
function linkRules(
  trusted: readonly string[],
  { texts, names, isRow }: Untrusted,
  readsWeb: boolean,
): Pick<BuiltRequest, 'allowLink' | 'allowAddress'> {
  const strict = createLinkFilter({ trusted, untrusted: [...texts, ...names], readsWeb });
  const free = createLinkFilter({ trusted, untrusted: texts, readsWeb });
  const allowAddress = names.every(isPlainName)
    ? (url: string) => (free(url) && !repeatsCode(url, names)) || strict(url)
    : strict;
  return { allowLink: isRow ? strict : allowAddress, allowAddress };
}

function build(
  input: PromptBase & WithChosen & { readonly content?: string },
  rendered: RenderedPrompt,
  parts: readonly string[],
  form: readonly string[],
  untrusted: Untrusted,
  trusted: readonly string[] = [],
): BuiltRequest {
  const { model, nonce, systemInstructions, outputLanguage, maxOutputTokens, temperature, effort } = input;
  const own = systemInstructions.trim();
  const { chosen } = input;
  const given = untrusted.texts.concat(chosen.map(({ text }) => text));
  const system = [
    'You write content for a person into their own Notion workspace.',
    ...form,
    languageSentence(outputLanguage),
    fenceRule(nonce),
    ...(own === '' ? [] : [`The person's standing instructions:\n${own}`]),
  ].join('\n');
  return {
    request: {
      model,
      system,
      messages: [{ role: 'user', text: [rendered.text.trim(), ...parts, ...contextParts(chosen, nonce)].join('\n\n') }],
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(temperature !== undefined && { temperature }),
      ...(effort !== undefined && { effort }),
      ...(input.search && { search: input.search }),
      ...(input.readsLinks && { readsLinks: true as const }),
      ...(input.isPreview && { isPreview: true as const }),
    },
    ...linkRules(
      [input.prompt, systemInstructions, ...trusted],
      { ...untrusted, texts: given },
      input.search !== undefined || input.readsLinks === true,
    ),
    ...(chosen.length > 0 && { usedContext: describeContext(chosen) }),
    unknownVariables: rendered.unknown,
    isContextCut: (input.content?.length ?? 0) > input.contextCharacters && untrustedWasSent(rendered, parts),
  };
}

const untrustedWasSent = (rendered: RenderedPrompt, parts: readonly string[]): boolean =>
  rendered.used.includes('reserved:page') || parts.some((part) => part.includes('kind="page"'));
