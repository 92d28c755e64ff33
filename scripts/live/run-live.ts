/** `npm run live`, apart from the process: which parts are asked, of whom, and what is printed. */
import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { createOpenAiLanguageModel } from '../../lib/adapters/openai/openai-language-model.ts';
import { createTransientMemory } from '../../lib/language-model/engine-memory.ts';
import type { LanguageModel } from '../../lib/language-model/language-model.ts';
import { parseNotionUrl, openTargetId, toDashedId } from '../../lib/notion/page-id.ts';
import { createCompatibleApi } from '../../sandbox/models/compatible-api.ts';
import { createGeminiApi } from '../../sandbox/models/gemini-api.ts';
import { createOpenAiApi } from '../../sandbox/models/openai-api.ts';
import { serveNotionApi } from '../../sandbox/notion/serve.ts';
import { addPage, addToken, addWorkspace } from '../../sandbox/notion/world-build.ts';
import { compare, report } from './ask.ts';
import { ENGINE_QUESTIONS, type EngineSubject } from './engine-questions.ts';
import { LIMIT_QUESTION, NOTION_QUESTIONS } from './notion-questions.ts';
import { onScratchPage, type NotionAccess } from './notion-subject.ts';

export interface LiveOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  /** Instead of the real services: a second sandbox of each kind, so that this never rots. */
  readonly rehearse?: boolean;
  readonly withLimits?: boolean;
}

/** @returns whether nothing failed or differed */
export async function runLive(options: LiveOptions): Promise<boolean> {
  const verdicts = [
    await askNotion(options),
    await askOpenAi(options),
    await askGemini(options),
    await askCompatible(options),
  ];
  return verdicts.every(Boolean);
}

async function sandboxNotion(): Promise<NotionAccess & { close(): Promise<void> }> {
  const { api, url, close } = await serveNotionApi();
  addWorkspace(api.world, { name: 'Rehearsal' });
  const page = addPage(api.world, { title: 'Home' });
  const { token } = addToken(api.world, { token: 'ntn_rehearsal_secret', botName: 'Robot', shared: [page.id] });
  return { origin: url, token, parentId: page.id, pauseMs: 0, close };
}

async function askNotion({ environment, print, rehearse, withLimits }: LiveOptions): Promise<boolean> {
  const token = environment['NOTION_TOKEN'] ?? '';
  const given = environment['NOTION_PAGE'] ?? '';
  const parentId = toDashedId(given) ?? openTargetId(parseNotionUrl(given));
  if (!rehearse && (token === '' || parentId === undefined)) {
    print('Notion: skipped. Set NOTION_TOKEN, and NOTION_PAGE to a page that is shared with it.');
    return true;
  }
  const sandbox = await sandboxNotion();
  const second = rehearse ? await sandboxNotion() : undefined;
  const real: NotionAccess = second ?? { origin: 'https://api.notion.com', token, parentId: parentId ?? '' };
  try {
    const questions = withLimits ? [...NOTION_QUESTIONS, LIMIT_QUESTION] : NOTION_QUESTIONS;
    const lines = await onScratchPage(real, (asked) =>
      onScratchPage(sandbox, (rehearsed) => compare(questions, asked, rehearsed)),
    );
    print(report('Notion', lines, [real.token, sandbox.token]));
    return lines.every(({ verdict }) => verdict === 'same' || verdict === 'measured');
  } finally {
    await Promise.all([sandbox.close(), second?.close()]);
  }
}

interface Engine {
  readonly name: string;
  readonly key: string;
  readonly keyName: string;
  readonly modelId: string;
  readonly open: (key: string, fetch: typeof globalThis.fetch) => LanguageModel;
  readonly server: () => { handle(request: never, response: never): unknown };
}

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    }),
};

function askOpenAi(options: LiveOptions): Promise<boolean> {
  const { environment } = options;
  return askEngine(options, {
    name: 'OpenAI',
    key: environment['OPENAI_API_KEY'] ?? '',
    keyName: 'OPENAI_API_KEY',
    modelId: environment['OPENAI_MODEL'] ?? 'gpt-6-luna',
    open: (apiKey, fetch) => createOpenAiLanguageModel({ apiKey, fetch, clock }),
    server: () => createOpenAiApi({ chunkDelayMs: 0 }),
  });
}

function askGemini(options: LiveOptions): Promise<boolean> {
  const { environment } = options;
  return askEngine(options, {
    name: 'Gemini',
    key: environment['GEMINI_API_KEY'] ?? '',
    keyName: 'GEMINI_API_KEY',
    modelId: environment['GEMINI_MODEL'] ?? 'gemini-3.5-flash-lite',
    open: (apiKey, fetch) => createGeminiLanguageModel({ apiKey, fetch, clock }),
    server: () => createGeminiApi({ chunkDelayMs: 0 }),
  });
}

/** Any server that speaks OpenAI's language: a service with its key, or one of this machine without. */
function askCompatible(options: LiveOptions): Promise<boolean> {
  const { environment, rehearse } = options;
  const baseUrl = environment['COMPATIBLE_BASE_URL'] ?? '';
  const isNamed = baseUrl !== '' && environment['COMPATIBLE_MODEL'] !== undefined;
  return askEngine(options, {
    name: 'The compatible server',
    key: isNamed ? (environment['COMPATIBLE_API_KEY'] ?? 'none') : '',
    keyName: 'COMPATIBLE_BASE_URL and COMPATIBLE_MODEL, and COMPATIBLE_API_KEY where it asks for a key',
    modelId: rehearse ? 'qwen3:8b' : (environment['COMPATIBLE_MODEL'] ?? ''),
    open: (apiKey, fetch) =>
      createOpenAiCompatibleLanguageModel({
        baseUrl: rehearse || !isNamed ? 'http://localhost:9/v1' : baseUrl,
        apiKey,
        fetch,
        clock,
        memory: createTransientMemory(),
      }),
    server: () => createCompatibleApi({ chunkDelayMs: 0, keys: ['sk-rehearsal-secret', 'none'] }),
  });
}

async function askEngine({ print, rehearse }: LiveOptions, engine: Engine): Promise<boolean> {
  if (!rehearse && engine.key === '') {
    print(`${engine.name}: skipped. Set ${engine.keyName}.`);
    return true;
  }
  const { listen } = await import('../../tests/fakes/model-server.ts');
  const served = await listen(engine.server() as Parameters<typeof listen>[0]);
  const sandboxFetch = served.fetch as typeof fetch;
  const subjectOf = (key: string, reach: typeof fetch): EngineSubject => ({
    model: engine.open(key, reach),
    withWrongKey: engine.open('sk-wrong', reach),
    modelId: engine.modelId,
  });
  const rehearsed = subjectOf('sk-rehearsal-secret', sandboxFetch);
  const real = rehearse ? rehearsed : subjectOf(engine.key, (input, init) => fetch(input, init));
  try {
    const lines = await compare(ENGINE_QUESTIONS, real, rehearsed);
    print(report(engine.name, lines, [engine.key, 'sk-rehearsal-secret']));
    return lines.every(({ verdict }) => verdict === 'same' || verdict === 'measured');
  } finally {
    await served.close();
  }
}
