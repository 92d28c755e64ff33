/** What the specs of databases share: a set-up extension, a database of topics, and Create opened on it. */
import type { JsonObject } from '../../sandbox/notion/json.ts';
import type { RowSeed } from '../../sandbox/notion/world-build.ts';
import type { Control, ExtensionBrowser, Surface } from './harness/surface.ts';
import { until } from './harness/until.ts';
import { webUrl, type Sandbox } from '../../sandbox/main.ts';
import { demoEngine, setUp, type DemoBrowser } from '../../scripts/demo-browser.ts';

export interface RowsWorld {
  readonly sandbox: Sandbox;
  readonly browser: ExtensionBrowser;
}

export interface Topics {
  readonly databaseId: string;
  readonly dataSourceId: string;
  /** In the order of the rows. */
  rowIds(): readonly string[];
  /** What a person reads in the cells of a column. */
  column(name: string): readonly string[];
}

const SCHEMA: JsonObject = { Topic: { title: {} }, Generate: { checkbox: {} }, Content: { rich_text: {} } };

/** A database that the demo's token sees. */
export function addTopics(world: RowsWorld, rows: readonly RowSeed[], properties: JsonObject = SCHEMA): Topics {
  const { notion, demo } = world.sandbox;
  const { database, dataSource } = notion.world.addDatabase({ title: 'Topics', properties, rows: [...rows] });
  notion.world.edit.share(demo.token.token, database.id);
  const rendered = () => notion.world.render(database.id);
  return {
    databaseId: database.id,
    dataSourceId: dataSource.id,
    rowIds: () => rendered().rows.map(({ id }) => id),
    column: (name) => {
      const { columns, rows: shown } = rendered();
      const id = columns.find((column) => column.name === name)?.id ?? '';
      return shown.map((row) => row.cells[id]?.text ?? '');
    },
  };
}

/** Sends a command as a surface does. @throws Error with the failure */
export async function call<T>(app: Surface, name: string, request: unknown): Promise<T> {
  const answer = await app.evaluate(
    (message: unknown) =>
      chrome.runtime.sendMessage(message) as Promise<{ ok: boolean; value?: unknown; failure?: unknown }>,
    { type: 'command', name, request },
  );
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`);
  return answer.value as T;
}

/** Keys, engine and permission through Settings; then Unlimited, unless the plan is what is tested. */
export async function setUpApp(world: RowsWorld, plan: 'starter' | 'unlimited' = 'unlimited'): Promise<Surface> {
  const { browser, sandbox } = world;
  const app = await setUp(browser as DemoBrowser, sandbox, demoEngine({}));
  await call(app, 'plan.choose', { plan });
  return app;
}

/** Through the form of Create, as a person does it. */
export async function openCreate(app: Surface, databaseId: string): Promise<void> {
  await app.evaluate(() => (location.hash = '#/create'));
  await app.getByRole('combobox', 'Type').select('Notion Database');
  await app.getByRole('textbox', 'URL').fill(webUrl(databaseId));
  await app.getByRole('button', 'Next').click();
  await app.getByRole('grid', 'Rows of the database').waitFor();
}

export const tick = (app: Surface, topic: string): Control => app.getByRole('checkbox', `Generate for ${topic}`);

/** Gives a row another topic by the keyboard, as F2 does in the grid. */
export async function renameTopic(app: Surface, topic: string, to: string): Promise<void> {
  await app.getByRole('grid', 'Rows of the database').getByRole('gridcell', topic).click();
  await app.press('F2');
  await app.getByRole('textbox', /^Topic of row/).fill(to);
  await app.press('Enter');
}

/** Types topics into new rows, as a person does. */
export async function addRows(app: Surface, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    await app.getByRole('button', 'Add row').click();
    await app.getByRole('textbox', 'New topic').fill(topic);
    await app.press('Tab');
    await tick(app, topic).waitFor();
  }
}

export async function generate(app: Surface, prompt: string): Promise<void> {
  await app.getByRole('textbox', 'AI prompt').fill(prompt);
  await app.getByRole('button', 'Generate').click();
}

/** Waits until the run's line says so. */
export async function waitForStatus(app: Surface, wanted: RegExp, timeoutMs = 30_000): Promise<void> {
  let said = '';
  await until(
    async () => {
      said = await app.evaluate(() =>
        [...document.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent).join('\n'),
      );
      return wanted.test(said);
    },
    timeoutMs,
    () => `status ${String(wanted)}; it said: ${said}`,
  );
}

/** Scrolls the grid in 60 steps: how many rows were in the document at most, and how long the slowest step took (ms). */
export function scrollThroughRows(
  app: Surface,
): Promise<{ most: number; slowestMs: number; count: string | null; top: number }> {
  return app.evaluate(async () => {
    const box = document.querySelector('[role="grid"]')!;
    let most = 0;
    let slowestMs = 0;
    for (let at = 0; at < 60; at++) {
      box.scrollTop += 7_000;
      const start = performance.now();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      slowestMs = Math.max(slowestMs, performance.now() - start);
      most = Math.max(most, box.querySelectorAll('[role="row"]').length);
    }
    return { most, slowestMs: Math.round(slowestMs), count: box.getAttribute('aria-rowcount'), top: box.scrollTop };
  });
}
