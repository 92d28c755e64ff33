import type { EngineExchange } from '../../language-model/engine-exchange.ts';
import type { ModelInfo } from '../../language-model/language-model.ts';
import { isGeminiTextModel } from '../../language-model/model-catalog.ts';
import { AppError } from '../../shared/app-error.ts';
import { mapGeminiFacts, type GeminiErrorContext, type GeminiErrorFacts } from './map-gemini-error.ts';

interface ListedGeminiModel {
  readonly name?: string;
  readonly displayName?: string;
  readonly inputTokenLimit?: number;
  readonly outputTokenLimit?: number;
  readonly supportedGenerationMethods?: readonly string[];
}

interface ModelPage {
  readonly models?: readonly ListedGeminiModel[];
  readonly nextPageToken?: string;
}

const MAX_PAGES = 20;

/** GET /v1beta/models, all pages; the SDK has no call for it. https://ai.google.dev/api/models#method:-models.list */
export async function listGeminiModels(
  baseUrl: string,
  apiKey: string,
  exchange: EngineExchange,
  context: GeminiErrorContext,
): Promise<readonly ModelInfo[]> {
  const models: ModelInfo[] = [];
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const token = pageToken === '' ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
    const response = await exchange.fetch(`${baseUrl}/v1beta/models?pageSize=1000${token}`, {
      headers: { 'x-goog-api-key': apiKey },
      signal: exchange.signal,
    });
    const body = await readJson(response);
    if (!response.ok) throw mapGeminiFacts(factsOf(response.status, body), { ...context, headers: response.headers });
    const { models: listed = [], nextPageToken = '' } = body as ModelPage;
    models.push(...listed.filter(writesText).map(toModelInfo));
    if (nextPageToken === '') break;
    pageToken = nextPageToken;
  }
  return models.sort(byUse);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // The status tells enough of a failure; a success has to be readable.
    if (!response.ok) return {};
    throw new AppError('engine-bad-response', 'later', { message: 'a list that is no JSON' });
  }
}

function factsOf(status: number, body: unknown): GeminiErrorFacts {
  const [first = body] = Array.isArray(body) ? (body as unknown[]) : [];
  const error = (first as { error?: { message?: string; details?: GeminiErrorFacts['details'] } } | null)?.error;
  return { status, message: error?.message ?? '', details: error?.details ?? [] };
}

const idOf = (model: ListedGeminiModel): string => (model.name ?? '').replace(/^models\//u, '');

const writesText = (model: ListedGeminiModel): boolean =>
  idOf(model) !== '' &&
  (model.supportedGenerationMethods ?? []).includes('generateContent') &&
  isGeminiTextModel(idOf(model));

const toModelInfo = (model: ListedGeminiModel): ModelInfo => ({
  id: idOf(model),
  ...(model.displayName && { name: model.displayName }),
  ...(model.inputTokenLimit && { contextTokens: model.inputTokenLimit }),
  ...(model.outputTokenLimit && { maxOutputTokens: model.outputTokenLimit }),
});

/** Gemini before Gemma and others, newest version first; Google gives no dates. */
function byUse(one: ModelInfo, other: ModelInfo): number {
  const rank = ({ id }: ModelInfo): number => (id.startsWith('gemini-') ? 0 : 1);
  const version = ({ id }: ModelInfo): number => Number(/-(\d+(?:\.\d+)?)/u.exec(id)?.[1] ?? 0);
  return rank(one) - rank(other) || version(other) - version(one) || one.id.localeCompare(other.id);
}
