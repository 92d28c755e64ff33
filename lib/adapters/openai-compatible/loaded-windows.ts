/**
 * How many tokens a local server gives a model, which its OpenAI-shaped list does not tell: Ollama's and LM Studio's own lists do.
 * What a model could have counts for nothing here, since both load it with much less unless they are told.
 * https://docs.ollama.com/api/ps, https://docs.ollama.com/api/show, https://lmstudio.ai/docs/developer/rest/endpoints
 */
import { callInExchange, type ExchangeOptions } from '../../language-model/engine-exchange.ts';
import type { ModelInfo } from '../../language-model/model-info.ts';
import type { ServiceId } from '../../language-model/compatible-services.ts';
import { toldCount } from '../../language-model/told-number.ts';
import { AppError } from '../../shared/app-error.ts';
import { isRecord } from '../openai/completion-parts.ts';

/** Each model that is not loaded is asked for by itself. */
const MOST_SHOWN = 20;

export interface LocalServer {
  readonly origin: string;
  readonly service: ServiceId;
  readonly headers: Readonly<Record<string, string>>;
  readonly exchange: Omit<ExchangeOptions, 'signal'>;
}

/** The models with their windows, as far as the server tells them. A server without such a list leaves them as they are. */
export async function withLoadedWindows(
  models: readonly ModelInfo[],
  server: LocalServer,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const windows = await readWindows(models, server, signal);
  return models.map((model) => {
    const contextTokens = model.contextTokens ?? windows.get(model.id);
    return contextTokens === undefined ? model : { ...model, contextTokens };
  });
}

function readWindows(
  models: readonly ModelInfo[],
  server: LocalServer,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (server.service === 'ollama') return readOllama(models, server, signal);
  return server.service === 'lmstudio' ? readLmStudio(server, signal) : Promise.resolve(new Map());
}

async function readOllama(
  models: readonly ModelInfo[],
  server: LocalServer,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const windows = new Map<string, number>();
  const loaded = await ask(server, '/api/ps', undefined, signal);
  if (loaded === undefined) return windows;
  for (const entry of entriesOf(loaded, 'models')) note(windows, entry['name'], entry['context_length']);
  for (const { id } of models.filter(({ id: name }) => !windows.has(name)).slice(0, MOST_SHOWN)) {
    // What its Modelfile sets; without that the server decides when it loads the model.
    const shown = await ask(server, '/api/show', { model: id }, signal);
    const parameters = isRecord(shown) ? shown['parameters'] : undefined;
    const [, tokens] = typeof parameters === 'string' ? (/^num_ctx\s+(\d+)\s*$/mu.exec(parameters) ?? []) : [];
    note(windows, id, Number(tokens));
  }
  return windows;
}

async function readLmStudio(server: LocalServer, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const windows = new Map<string, number>();
  const listed = (await ask(server, '/api/v0/models', undefined, signal)) ?? {};
  for (const entry of entriesOf(listed, 'data')) note(windows, entry['id'], entry['loaded_context_length']);
  if (windows.size > 0) return windows;
  const newer = (await ask(server, '/api/v1/models', undefined, signal)) ?? {};
  for (const entry of entriesOf(newer, 'models')) {
    const [instance] = entriesOf(entry, 'loaded_instances');
    const config = instance?.['config'];
    note(windows, entry['key'], isRecord(config) ? config['context_length'] : undefined);
  }
  return windows;
}

function note(windows: Map<string, number>, id: unknown, tokens: unknown): void {
  const count = toldCount(tokens);
  if (typeof id === 'string' && count !== undefined && count > 0) windows.set(id, count);
}

function entriesOf(answer: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const list: unknown = isRecord(answer) ? answer[name] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** Undefined for whatever is no answer: the list of models is as good without. */
async function ask(server: LocalServer, path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  try {
    return await callInExchange(
      { ...server.exchange, signal },
      async (exchange) => {
        const response = await exchange.fetch(`${server.origin}${path}`, {
          headers: { ...server.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
          signal: exchange.signal,
          ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        });
        return response.ok ? ((await response.json()) as unknown) : undefined;
      },
      () => new AppError('engine-unavailable', 'later'),
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'stopped') throw error;
    return undefined; // Older, or another server on this port.
  }
}
