/** What the specs of page runs share: a person who is set up, pages of their own, and the surfaces to write from. */
import { webUrl } from '../../sandbox/main.ts';
import { demoEngine, setUp, waitForWords } from '../../scripts/demo-browser.ts';
import type { ChromiumBrowser } from './harness/chromium.ts';
import type { Surface } from './harness/surface.ts';
import type { World } from './harness/world.ts';

/** Eight paragraphs in small pieces: with 50 ms between two pieces it streams for about four seconds. */
export const PARAGRAPHS = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'].map(
  (word) => `${word} is a paragraph that is written piece by piece, as a model does.`,
);
export const SLOW_ANSWER: readonly string[] = PARAGRAPHS.join('\n\n').match(/[^]{1,8}/g) ?? [];
export const CHUNK_DELAY_MS = 50;

export interface TestPage {
  readonly id: string;
  readonly url: string;
  /** The texts of its top-level blocks, in order. */
  texts(): string[];
}

/** Settings filled in as a person does it, once a file. */
export async function setUpOnce(world: World): Promise<void> {
  await setUp(world.browser as ChromiumBrowser, world.sandbox, demoEngine({}));
  await world.browser.closeTabs();
}

export function addPage(world: World, title: string, blocks = ''): TestPage {
  const { demo, notion } = world.sandbox;
  const { id } = notion.world.addPage({ title, ...(blocks !== '' && { blocks }) });
  demo.token.shared.add(id);
  return { id, url: webUrl(id), texts: () => textsOf(world, id) };
}

function textsOf(world: World, id: string): string[] {
  const { world: workspace } = world.sandbox.notion;
  return workspace.children(id).map((child) => {
    const runs = (workspace.block(child.id)?.content['rich_text'] ?? []) as { plain_text: string }[];
    return runs.map((run) => run.plain_text).join('');
  });
}

/** The App's Create view for a page, ready for a prompt. */
export async function openCreate(world: World, page: TestPage): Promise<Surface> {
  const app = await world.browser.open(`options.html#/create?url=${encodeURIComponent(page.url)}`);
  await app.getByRole('button', 'Next').click();
  await app.getByRole('textbox', 'AI prompt').waitFor();
  return app;
}

/** The toolbar's popup over the page. */
export async function openPopup(world: World, page: TestPage): Promise<Surface> {
  if (world.browser.kind === 'firefox') {
    await world.browser.openPage(page.url);
    return world.firefox.openRealPopup();
  }
  return world.chromium.openRealPopup(await world.chromium.openPage(page.url));
}

/** Chrome's side panel, by the button in Notion's page. */
export async function openSidePanel(world: World, page: TestPage): Promise<Surface> {
  const tab = await world.chromium.openPage(page.url);
  await world.chromium.inPageButton(tab, 'Generate with AI').click();
  return world.chromium.sidePanel(10_000);
}

export async function generate(surface: Surface, prompt: string): Promise<void> {
  await surface.getByRole('textbox', 'AI prompt').fill(prompt);
  await surface.getByRole('button', 'Generate').click();
}

/** Until the view says so at the start of a line: “Done”, “Writing”. */
export function waitForState(surface: Surface, state: string, timeoutMs = 20_000): Promise<void> {
  return waitForWords(surface, new RegExp(`^${state}`, 'm'), undefined, timeoutMs);
}

export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly failure?: { readonly code: string };
}

/** Sends a message as a surface does. */
export function send(app: Surface, name: string, request: unknown): Promise<Answer> {
  return app.evaluate((message: unknown) => chrome.runtime.sendMessage(message) as Promise<Answer>, {
    type: 'command',
    name,
    request,
  });
}
