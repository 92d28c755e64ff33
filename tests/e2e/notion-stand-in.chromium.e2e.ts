import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { toUndashedId } from '../../lib/notion/page-id.ts';
import { STATIC_IDS } from '../../sandbox/web/static-pages.ts';
import { until } from './harness/until.ts';
import { createNotionStage, type NotionStage, type NotionTab } from './notion-stage.ts';

/**
 * The stand-in itself: it shows pages live, and it breaks what breaks extensions. What naive code does here by hand
 * must be noticed, or the assertions about our button would mean nothing.
 */

const pageUrl = `https://app.notion.com/p/acme/Every-kind-of-block-${toUndashedId(STATIC_IDS.page)}`;
let stage: NotionStage;
let tab: NotionTab;

beforeAll(async () => {
  stage = await createNotionStage();
});
afterAll(() => stage.close());
afterEach(() => tab.page.close());

async function show(url = pageUrl, switches: Readonly<Record<string, string | number>> = {}): Promise<NotionTab> {
  tab = await stage.open(url, { hydrateMs: 200, ...switches });
  await until(
    async () => (await tab.fixture<{ hydrated: boolean }>('__fixture.stats()')).hydrated,
    5_000,
    () => 'hydration',
  );
  return tab;
}

it('shows blocks and cells as they arrive', async () => {
  const one = await show();
  stage.pages.append(STATIC_IDS.page, 'heading_2', 'Written just now');
  await one.page.getByText('Written just now').waitFor();
  const database = stage.pages.render(STATIC_IDS.database);
  await one.fixture(`__fixture.navigate('/p/acme/${toUndashedId(STATIC_IDS.database)}')`);
  const [row] = database?.rows ?? [];
  if (!database || !row) throw new Error('no rows');
  await one.page.getByText('Topic 0').waitFor();
  stage.pages.put({ ...database, rows: [{ ...row, cells: { ...row.cells, content: { text: 'A new value' } } }] });
  await one.page.getByText('A new value').waitFor();
  stage.pages.put(database);
});

it('sends what a person types and ticks to the workspace', async () => {
  const one = await show();
  await one.page.getByText('Second', { exact: true }).click();
  await one.page.keyboard.type('ly');
  await one.page.getByRole('checkbox').last().click();
  await until(
    () => Promise.resolve(stage.pages.edits.length >= 2),
    3_000,
    () => 'two edits',
  );
  expect(stage.pages.edits.map((edit) => edit.kind).sort()).toEqual(['check', 'text']);
  expect(stage.pages.edits.find((edit) => edit.kind === 'text')).toMatchObject({
    text: expect.stringContaining('ly') as string,
  });
  expect((await one.stats()).reverts).toBe(0);
});

const FIELD = `{
  const host = document.createElement('div');
  host.id = 'naive';
  document.body.append(host);
  host.style.cssText = 'position: fixed; top: 100px; left: 400px; z-index: 99999';
  host.attachShadow({ mode: 'open' }).append(document.createElement('input'));
  host.shadowRoot.firstChild.focus();
}`;

it('takes the keys of a naive field in a shadow root for its editor', async () => {
  const one = await show();
  const text = () => one.fixture<string>("document.querySelector('.notion-page-content').textContent");
  const before = await text();
  await one.fixture(FIELD);
  await one.page.keyboard.type('hi');
  await one.page.keyboard.press('Backspace');
  await one.page.keyboard.press('Enter');
  expect((await one.stats()).stolenKeys).toBe(4);
  expect(await text()).not.toBe(before);
});

it('lets keys pass that are stopped on their way up, and takes those too when it listens first', async () => {
  const one = await show();
  await one.fixture(FIELD);
  await one.fixture(
    "document.querySelector('#naive').shadowRoot.addEventListener('keydown', (event) => event.stopPropagation())",
  );
  await one.page.keyboard.type('hi');
  expect((await one.stats()).stolenKeys).toBe(0);
  await one.fixture("__fixture.setOption('keys', 'capture')");
  await one.page.keyboard.type('hi');
  expect((await one.stats()).stolenKeys).toBe(2);
});

it('puts back what others do to the editable part', async () => {
  const one = await show();
  await one.fixture(`{
    document.querySelector('.notion-page-content').append(document.createElement('aside'));
    document.querySelector('.notion-text-block').setAttribute('data-mine', '1');
  }`);
  expect((await one.stats()).reverts).toBe(2);
  expect(await one.fixture("document.querySelectorAll('aside, [data-mine]').length")).toBe(0);
});

it('goes white when one of its nodes was moved', async () => {
  const one = await show();
  await one.fixture("document.body.append(document.querySelector('.notion-topbar-share-menu'))");
  await one.fixture("Promise.resolve().then(() => __fixture.rerenderTopbar('children')).catch(() => 0)");
  expect((await one.stats()).crashed).toBe(true);
  expect(await one.fixture("document.querySelector('#notion-app').childElementCount")).toBe(0);
});

it.each(['children', 'row', 'header'])('drops a naive node from the row at “%s”', async (mode) => {
  const one = await show();
  await one.fixture("document.querySelector('.notion-topbar-action-buttons').prepend(document.createElement('nav'))");
  await one.fixture(`__fixture.rerenderTopbar('${mode}')`);
  expect(await one.fixture("document.querySelectorAll('header nav').length")).toBe(0);
});

it('swallows clicks before it is hydrated', async () => {
  tab = await stage.open(pageUrl, { hydrateMs: 1_500 });
  await tab.page.getByText('A long page').click();
  expect(tab.page.url()).toContain(toUndashedId(STATIC_IDS.page));
  await until(
    async () => (await tab.fixture<{ hydrated: boolean }>('__fixture.stats()')).hydrated,
    5_000,
    () => 'hydration',
  );
  await tab.page.getByText('A long page').click();
  expect(tab.page.url()).toContain(toUndashedId(STATIC_IDS.long));
});

it('has a lingering peek, and a menu of its own over blocks only', async () => {
  const one = await show();
  expect(await one.fixture("document.querySelectorAll('.notion-peek-renderer').length")).toBe(1);
  const prevented = (selector: string) =>
    one.fixture<boolean>(
      `!document.querySelector('${selector}').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))`,
    );
  expect(await prevented('.notion-frame .notion-text-block')).toBe(true);
  expect(await prevented('header')).toBe(false);
});
