/**
 * The world around the extension, on this machine: Notion's API and web app, the engines, a feedback address, all under
 * their real host names. Tests, `npm start` and benches use the same one.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createFeedbackEndpoint, type FeedbackEndpoint } from './front/feedback.ts';
import { createFront, type Front, type Handler } from './front/front.ts';
import { createAnthropicApi } from './models/anthropic-api.ts';
import { createCompatibleApi, type CompatibleOptions } from './models/compatible-api.ts';
import { createGeminiApi } from './models/gemini-api.ts';
import { createOpenAiApi, type ModelServer } from './models/openai-api.ts';
import type { ModelServerOptions } from './models/server-options.ts';
import { createServiceServers, hostedHandlers, localHandlers, type ServiceServers } from './models/service-servers.ts';
import { createNotionApi, type NotionApi, type NotionApiOptions } from './notion/notion-api.ts';
import { seedDemo, type Demo } from './notion/seed-demo.ts';
import { createNotionWebApp, type NotionWebApp } from './web/notion-web-app.ts';
import { createWorldPages } from './web/world-pages.ts';

export const NOTION_WEB_HOSTS = ['app.notion.com', 'www.notion.so', 'notion.so', 'www.notion.com'] as const;

/** A server in the person's own network, over plain http: what `compatible` is, under another name. */
export const NETWORK_SERVER = 'nas.local:8080';

export interface SandboxOptions {
  /** For all engines: exact answers (`script`), pace, accepted keys. With `env`, a real engine's key in it is used. */
  readonly models?: ModelServerOptions;
  readonly notion?: NotionApiOptions;
  /** What the local OpenAI-compatible server does otherwise. */
  readonly compatible?: CompatibleOptions;
  /** Plays every service of Settings at its own address, and `NETWORK_SERVER`. Default: the engines above alone. */
  readonly hasServices?: boolean;
  /** See `FrontOptions`. */
  readonly http2?: boolean;
}

export interface Sandbox {
  readonly front: Front;
  /** Its `world` is the workspace: read what was written, seed more, edit as a person does. */
  readonly notion: NotionApi;
  /** The demo workspace's pages, databases and token. */
  readonly demo: Demo;
  readonly web: NotionWebApp;
  readonly openai: ModelServer;
  readonly gemini: ModelServer;
  readonly anthropic: ModelServer;
  /** A local model server over plain HTTP, as Ollama is; `origin` is its address. */
  readonly compatible: ModelServer & { readonly origin: string };
  /** All services that Settings know; those beside Anthropic answer with `hasServices`. */
  readonly services: ServiceServers;
  /** Addresses over plain http (`localhost:11434`), and the port of 127.0.0.1 where each is really answered. */
  readonly plainHosts: Readonly<Record<string, number>>;
  readonly feedback: FeedbackEndpoint;
  close(): Promise<void>;
}

/** Starts everything on free ports of 127.0.0.1. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const feedback = createFeedbackEndpoint();
  const notion = createNotionApi(options.notion);
  const demo = seedDemo(notion.world);
  const web = createNotionWebApp({ pages: createWorldPages(notion.world, demo.workspace.id) });
  const openai = createOpenAiApi(options.models);
  const gemini = createGeminiApi(options.models);
  const anthropic = createAnthropicApi(options.models);
  const compatible = createCompatibleApi({ ...options.models, ...options.compatible });
  const services = createServiceServers(anthropic, options.models);
  const handlers = {
    ...(options.hasServices && hostedHandlers(services)),
    'api.notion.com': notion.handle,
    ...Object.fromEntries(NOTION_WEB_HOSTS.map((host) => [host, web.handle])),
    'api.openai.com': openai.handle,
    'generativelanguage.googleapis.com': gemini.handle,
    'api.anthropic.com': anthropic.handle,
    'feedback.visen.test': feedback.handle,
  };
  const front = await createFront(handlers, { http2: options.http2 ?? false });
  const local = await listen(compatible.handle);
  const plain: Readonly<Record<string, Handler>> = options.hasServices
    ? { ...localHandlers(services), [NETWORK_SERVER]: compatible.handle }
    : {};
  const listeners = await Promise.all(
    Object.entries(plain).map(async ([host, handle]) => ({ host, ...(await listen(handle)) })),
  );
  return {
    front,
    notion,
    demo,
    web,
    openai,
    gemini,
    anthropic,
    compatible: { ...compatible, origin: local.origin },
    services,
    plainHosts: Object.fromEntries(listeners.map(({ host, origin }) => [host, Number(new URL(origin).port)])),
    feedback,
    close: async () => {
      web.close();
      await Promise.all([front, local, ...listeners].map((it) => it.close()));
    },
  };
}

/** The address of a page or database in the web app. */
export const webUrl = (id: string): string => `https://app.notion.com/p/${id.replaceAll('-', '')}`;

/** A plain HTTP server on a free port, as local model servers are. */
async function listen(handler: Handler): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
