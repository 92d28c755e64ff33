/**
 * Holds what the product sends against the official descriptions: each form of a request that the tests collected (sandbox/sent-requests.ts)
 * has to compile as what the vendor's SDK takes. https://github.com/makenotion/notion-sdk-js, https://github.com/openai/openai-node,
 * https://github.com/google-gemini/deprecated-generative-ai-js
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import type { SentForm } from '../sandbox/sent-requests.ts';
import { ROOT } from './run-command.ts';

export interface RequestCheck {
  /** How many different forms were checked. */
  readonly forms: number;
  /** One for each that does not fit: the request, and what the compiler says. */
  readonly faults: readonly string[];
}

/** The type of each request, and the parameter that stands in its address. */
const OPERATIONS: readonly (readonly [request: RegExp, type: string, parameter?: string])[] = [
  [/^notion PATCH \/v1\/blocks\/:id\/children$/, 'AppendChildren', 'block_id'],
  [/^notion PATCH \/v1\/blocks\/:id$/, 'UpdateBlock', 'block_id'],
  [/^notion POST \/v1\/pages$/, 'CreatePage'],
  [/^notion PATCH \/v1\/pages\/:id$/, 'UpdatePage', 'page_id'],
  [/^notion POST \/v1\/pages\/:id\/move$/, 'MovePage', 'page_id'],
  [/^notion POST \/v1\/databases$/, 'CreateDatabase'],
  [/^notion PATCH \/v1\/databases\/:id$/, 'UpdateDatabase', 'database_id'],
  [/^notion PATCH \/v1\/data_sources\/:id$/, 'UpdateDataSource', 'data_source_id'],
  [/^notion POST \/v1\/data_sources\/:id\/query$/, 'QueryDataSource', 'data_source_id'],
  [/^notion POST \/v1\/views\/:id\/queries$/, 'QueryView', 'view_id'],
  [/^notion POST \/v1\/search$/, 'Search'],
  [/^openai POST \/v1\/chat\/completions$/, 'ChatCompletion'],
  [/^openai POST \/v1\/responses$/, 'ModelResponse'],
  [/^compatible POST \S*\/chat\/completions$/, 'CompatibleCompletion'],
  [/^compatible POST \S*\/responses$/, 'ModelResponse'],
  [/^gemini POST \/v1beta\/models\/:id:(?:streamGenerateContent|generateContent)$/, 'GenerateContent'],
];

const PREAMBLE = `
import type { Client } from '@notionhq/client';
import type OpenAI from 'openai';
import type { GenerateContentRequest, GenerationConfig } from '@google/generative-ai';
type AppendChildren = Parameters<Client['blocks']['children']['append']>[0];
type UpdateBlock = Parameters<Client['blocks']['update']>[0];
type CreatePage = Parameters<Client['pages']['create']>[0];
type UpdatePage = Parameters<Client['pages']['update']>[0];
type MovePage = Parameters<Client['pages']['move']>[0];
type CreateDatabase = Parameters<Client['databases']['create']>[0];
type UpdateDatabase = Parameters<Client['databases']['update']>[0];
type UpdateDataSource = Parameters<Client['dataSources']['update']>[0];
type QueryDataSource = Parameters<Client['dataSources']['query']>[0];
type QueryView = Parameters<Client['views']['queries']['create']>[0];
type Search = Parameters<Client['search']>[0];
type ChatCompletion = OpenAI.Chat.Completions.ChatCompletionCreateParams;
type ModelResponse = OpenAI.Responses.ResponseCreateParams;
// What only other services know: https://openrouter.ai/docs, https://api-docs.deepseek.com, https://docs.vllm.ai
type CompatibleCompletion = Omit<OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming, 'stream'> & {
  stream?: boolean;
  reasoning?: { enabled?: boolean; effort?: 'low' | 'medium' | 'high' };
  thinking?: { type: 'enabled' | 'disabled' };
  chat_template_kwargs?: { enable_thinking: boolean };
  plugins?: { id: string; max_results?: number }[];
  search_parameters?: object;
};
// Newer than the SDK: https://ai.google.dev/api/generate-content#GenerationConfig, #ThinkingConfig
type GenerateContent = Omit<GenerateContentRequest, 'generationConfig' | 'tools'> & {
  generationConfig?: GenerationConfig & {
    responseJsonSchema?: object;
    thinkingConfig?: { thinkingLevel?: 'minimal' | 'low' | 'medium' | 'high'; thinkingBudget?: number };
  };
  tools?: ({ google_search: object } | { url_context: object } | { googleSearch: object } | { urlContext: object })[];
};
`;

const FILE = join(ROOT, 'collected-requests.ts');
const SHOWN_CHARACTERS = 400;

/** Reads what was collected in a folder. */
export function readSentForms(folder: string): readonly SentForm[] {
  if (!existsSync(folder)) return [];
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return [...new Set(lines)].filter((line) => line !== '').map((line) => JSON.parse(line) as SentForm);
}

/** Compiles each form; takes some seconds. */
export function checkRequests(forms: readonly SentForm[]): RequestCheck {
  const typed = forms.map((form) => ({ form, source: sourceOf(form) }));
  const untyped = typed.filter(({ source }) => source === undefined);
  const checked = typed.filter(({ source }) => source !== undefined);
  const text = `${PREAMBLE}${checked.map(({ source }, index) => `export const request${index}: ${source ?? ''};`).join('\n')}\n`;
  const first = PREAMBLE.split('\n').length - 1;
  const faults = diagnose(text).map(({ line, message }) => {
    const form = checked[line - first]?.form;
    return `${form ? nameOf(form) : 'the types'}: ${message}`;
  });
  return {
    forms: forms.length,
    faults: [...untyped.map(({ form }) => `${nameOf(form)}: no type is known for it`), ...faults],
  };
}

function sourceOf({ to, method, path, body }: SentForm): string | undefined {
  const operation = OPERATIONS.find(([request]) => request.test(`${to} ${method} ${path}`));
  if (!operation) return undefined;
  const [, type, parameter] = operation;
  const whole = parameter === undefined ? body : { [parameter]: 'text', ...(body as object) };
  return `${type} = ${JSON.stringify(whole)}`;
}

const nameOf = ({ to, method, path, body }: SentForm): string =>
  `${to} ${method} ${path} ${JSON.stringify(body).slice(0, SHOWN_CHARACTERS)}`;

/** The SDKs' and TypeScript's own files, parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function diagnose(text: string): { readonly line: number; readonly message: string }[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    if (name === FILE) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true);
    const known = parsed.get(name) ?? readFile(name, ...rest);
    parsed.set(name, known);
    return known;
  };
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => ({
    line: source?.getLineAndCharacterOfPosition(start).line ?? 0,
    message: ts.flattenDiagnosticMessageText(messageText, '\n').split('\n').slice(0, 6).join('\n  '),
  }));
}
