import { requireBaseUrl } from '../../language-model/base-url.ts';
import { cleanKey, requireKey } from '../../language-model/clean-key.ts';
import type { Fetch } from '../../language-model/engine-exchange.ts';
import type { EngineMemory } from '../../language-model/engine-memory.ts';
import type { LanguageModel, ModelInfo } from '../../language-model/language-model.ts';
import { askForAWord } from '../../language-model/probe-answer.ts';
import type { ExtraFields, ExtraHeaders } from '../../language-model/server-extras.ts';
import { SERVICES, serviceOfUrl, type ServiceId } from '../../language-model/compatible-services.ts';
import { withoutThinking } from '../../language-model/without-thinking.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { searchFormOf } from '../../web-search/search-services.ts';
import { listServerModels, probeServer, type ChatServer } from '../openai/chat-completions.ts';
import { streamAnswer } from '../openai/responses.ts';
import { convertToCompatibleRequest } from './convert-to-compatible-request.ts';
import { withLoadedWindows } from './loaded-windows.ts';
import { noticeCutPrompt } from './notice-cut-prompt.ts';

export interface OpenAiCompatibleOptions {
  /** With the path up to and with /v1, such as http://localhost:11434/v1; a query goes along with every request. */
  readonly baseUrl: string;
  /** Local servers need none. */
  readonly apiKey?: string;
  /** Whose server it is; absent: found by its address. */
  readonly service?: ServiceId;
  readonly headers?: ExtraHeaders;
  readonly fields?: ExtraFields;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** What the server was found not to take. */
  readonly memory: EngineMemory;
  /** Longest silence once the answer has begun, ms. */
  readonly idleMs?: number;
}

/**
 * Any server that speaks OpenAI's chat completions: the services of `SERVICES`, and others.
 * @throws AppError engine-base-url-invalid, engine-key-invalid
 */
export function createOpenAiCompatibleLanguageModel(options: OpenAiCompatibleOptions): LanguageModel {
  const { baseUrl, apiKey = '', memory, service: chosen, headers = {}, fields = {}, ...exchange } = options;
  const url = new URL(requireBaseUrl(baseUrl));
  const service = chosen ?? serviceOfUrl(url.href);
  const { keyHeader, structured, api } = SERVICES[service];
  const isLocal = url.protocol === 'http:';
  const server: ChatServer = {
    host: 'compatible',
    baseUrl: `${url.origin}${url.pathname}`,
    query: Object.fromEntries(url.searchParams),
    headers,
    memory,
    convert: (request) => convertToCompatibleRequest(request, service, fields),
    knownCorrections: structured === 'json_object' ? ['json_object'] : [],
    exchange,
    search: (name) => searchFormOf(service, name),
    ...(keyHeader && { keyHeader }),
    ...(cleanKey(apiKey) !== '' && { apiKey: requireKey(apiKey) }),
  };
  const model: LanguageModel = {
    engine: 'compatible',
    stream: (request, signal) => {
      const events = streamAnswer(server, request, signal);
      return withoutThinking(isLocal ? noticeCutPrompt(events, request) : events);
    },
    // Only the server knows which of its models write text: all are offered.
    listModels: async (signal) => {
      const listed = deploymentOf(url) ?? (await listIfAny(server, signal, api !== 'responses'));
      if (!isLocal) return listed;
      const authorization = server.apiKey === undefined ? {} : { authorization: `Bearer ${server.apiKey}` };
      const local = { origin: url.origin, service, headers: { ...headers, ...authorization }, exchange };
      return withLoadedWindows(listed, local, signal);
    },
    probe: async (signal, id) => {
      if (api !== 'responses') await probeServer(server, signal);
      // A local model may have to be loaded first, which takes minutes; it has no account that could be empty.
      if (id !== undefined && !isLocal) await askForAWord(model, id, signal);
    },
  };
  return model;
}

/** @param must false where it is not known whether there is a list */
async function listIfAny(server: ChatServer, signal: AbortSignal, must: boolean): Promise<readonly ModelInfo[]> {
  try {
    return (await listServerModels(server, signal)).map(withoutDate);
  } catch (error) {
    if (must || !(error instanceof AppError) || error.details['status'] !== 404) throw error;
    return [];
  }
}

const withoutDate = ({ created: _created, ...model }: ModelInfo & { readonly created?: number }): ModelInfo => model;

/** Azure's older addresses hold the one model that they are for, and have no list. */
function deploymentOf({ pathname }: URL): readonly ModelInfo[] | undefined {
  const [, name] = /\/deployments\/([^/]+)/u.exec(pathname) ?? [];
  return name === undefined ? undefined : [{ id: decodeURIComponent(name) }];
}
