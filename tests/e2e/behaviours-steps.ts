/** What a person does again and again in the App, and what is there afterwards. */
import { webUrl } from '../../sandbox/main.ts';
import type { Surface } from './harness/surface.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

const ENGINE_ORIGIN = 'https://generativelanguage.googleapis.com';

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly failure?: { readonly code: string };
}

/** Sends a command as a surface does: for what a spec needs to be there before its first step. */
export async function call<T = unknown>(app: Surface, name: string, request: unknown): Promise<T> {
  const answer = await app.evaluate((message: unknown) => chrome.runtime.sendMessage(message) as Promise<Answer>, {
    type: 'command',
    name,
    request,
  });
  if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.failure)}`);
  return answer.value as T;
}

/** The App at a route, in a new tab, with the sandbox's token and Gemini set up. */
export async function openReady(world: Pick<World, 'browser' | 'sandbox'>, route = '#/home'): Promise<Surface> {
  const { browser, sandbox } = world;
  sandbox.notion.limiter.enabled = false; // many specs share a minute
  const app = await browser.open(`options.html${route}`);
  await browser.grantHost(ENGINE_ORIGIN);
  await app.evaluate((origin: string) => chrome.permissions.request({ origins: [`${origin}/*`] }), ENGINE_ORIGIN);
  const secrets = { notion: sandbox.demo.token.token, gemini: 'sandbox-demo-key' };
  await call(app, 'settings.save', { settings: { engine: 'gemini' }, secrets });
  await call(app, 'settings.testNotion', {});
  return app;
}

/** Everything on this device as after the install, over an open App. */
export async function startAfresh(world: World): Promise<void> {
  const app = await world.browser.open('options.html');
  await call(app, 'settings.clear', {});
  await app.close();
}

export async function goTo(app: Surface, route: string): Promise<void> {
  await app.evaluate((hash: string) => {
    location.hash = hash;
  }, route);
}

/** Create's first step as a person does it. */
export async function fillCreate(
  app: Surface,
  form: { readonly name?: string; readonly type?: 'Notion Page' | 'Notion Database'; readonly url: string },
): Promise<void> {
  await goTo(app, '#/create');
  if (form.name !== undefined) await app.getByRole('textbox', 'Name').fill(form.name);
  await app.getByRole('combobox', 'Type').select(form.type ?? 'Notion Page');
  await app.getByRole('textbox', 'URL').fill(form.url);
  await app.getByRole('button', 'Next').click();
}

/** A fresh page that the token sees, in Create's prompt step. */
export async function openNewPage(world: World, app: Surface, title: string): Promise<string> {
  const { world: notion } = world.sandbox.notion;
  const page = notion.addPage({ title });
  notion.edit.share(world.sandbox.demo.token.token, page.id);
  await fillCreate(app, { name: title, url: webUrl(page.id) });
  await app.getByRole('heading', title).waitFor();
  return page.id;
}

export async function generate(app: Surface, prompt: string): Promise<void> {
  await app.getByRole('textbox', 'AI prompt').fill(prompt);
  await app.getByRole('button', 'Generate').click();
}

/** The words of the whole view. */
export const textOf = (view: Surface): Promise<string> => view.evaluate(() => document.body.innerText);

/** Waits until what `read` gives fits. @throws Error with what it gave last */
async function waitUntil(read: () => Promise<string>, wanted: RegExp, timeoutMs: number): Promise<void> {
  let said = '';
  await until(
    async () => {
      said = await read();
      return wanted.test(said);
    },
    timeoutMs,
    () => `${String(wanted)}; it said: ${said}`,
  );
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function waitForText(view: Surface, wanted: RegExp | string, timeoutMs = 20_000): Promise<void> {
  return waitUntil(() => textOf(view), typeof wanted === 'string' ? new RegExp(literally(wanted)) : wanted, timeoutMs);
}

/** Waits for the state that a page's run shows. */
export function waitForRunState(app: Surface, state: string, timeoutMs = 30_000): Promise<void> {
  const shown = app.getByRole('region', 'Progress');
  const read = async (): Promise<string> => ((await shown.count()) === 1 ? shown.text() : '');
  return waitUntil(read, new RegExp(`^${state}\\b`, 'm'), timeoutMs);
}

/** “Prompts used 1 of 10”, as the sidebar says it. */
export function waitForUsage(app: Surface, text: string, timeoutMs = 20_000): Promise<void> {
  const read = (): Promise<string> => app.getByRole('navigation', 'Main').text();
  return waitUntil(read, new RegExp(`^${literally(text)}$`, 'm'), timeoutMs);
}

/** Visen's rows in the connections database, by what its columns show. */
export function mirrorRows(world: World, databaseUrl: string): readonly MirrorRow[] {
  const { world: notion } = world.sandbox.notion;
  const id = databaseUrl.replace(/[?#].*$/, '').match(/[0-9a-f]{32}/)?.[0] ?? '';
  const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const source = notion.dataSource(notion.database(dashed)?.dataSourceIds[0] ?? '');
  if (!source) throw new Error(`No database at ${databaseUrl}`);
  return source.rowIds
    .filter((rowId) => !notion.isTrashed(rowId))
    .map((rowId) => ({ id: rowId, title: notion.titleOf(rowId), text: notion.toText(rowId) }));
}

export interface MirrorRow {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}
