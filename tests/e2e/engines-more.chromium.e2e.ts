/** Engines beside the usual: Anthropic by its preset, the browser's own model, limits of one's own, and half the price. */
import { expect, it } from 'vitest';

import { fillSettings, GEMINI, generate, GPT, openCreate, saveSettings, wait } from './engine-scenes.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { runInWorker } from './harness/worker-events.ts';
import { addTopics, call, openCreate as openRows } from './rows-app.ts';
import { fillTenRows, setUpService, writePage } from './service-scenes.ts';

const world = useWorld({ sandbox: { hasServices: true, models: { chunkDelayMs: 1 } } });
const TEN = Array.from({ length: 10 }, (_, index) => ({ Topic: `Topic ${index}` }));

async function fillRows(app: Surface): Promise<ReturnType<typeof addTopics>> {
  await call(app, 'plan.choose', { plan: 'unlimited' });
  const topics = addTopics(world, TEN);
  await openRows(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('button', 'Generate').click();
  return topics;
}

it('a page that Gemini searches for is shown with Google’s suggestions first, and written on a click', async () => {
  await world.browser.grantHost(GEMINI.origin);
  const app = await fillSettings(world, GEMINI);
  await saveSettings(app);
  const pageId = await openCreate(world, app, 'Searched by Gemini');
  await app.getByRole('checkbox', 'Search the web').check();
  await generate(app, 'Write about rivers in 60 words');
  await app.getByRole('button', 'Write to Notion').waitFor('visible', 30_000);
  expect(world.sandbox.gemini.log.at(-1)?.body).toMatchObject({ tools: [{ google_search: {} }] });
  expect(world.sandbox.notion.world.toText(pageId).trim()).toBe('Searched by Gemini');
  const chip = world.chromium.context.pages().at(-1)?.frameLocator('iframe.preview-suggestions').locator('a.chip');
  await chip?.waitFor();
  // As Google styles it, in a page that reaches nothing of ours.
  expect(await chip?.evaluate((link) => [getComputedStyle(link).borderRadius, origin])).toEqual(['16px', 'null']);
  expect(await app.evaluate(() => document.title)).not.toBe('reached');
  await app.getByRole('button', 'Write to Notion').click();
  await wait(app, /^Done/m);
  const text = world.sandbox.notion.world.toText(pageId);
  expect(text).toContain('Demo text written by rules');
  expect(text).toContain('encyclopedia.example');
  expect(text).not.toContain('vertexaisearch');
  const stored = await app.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    const all = names.map(
      (name) =>
        new Promise<unknown[]>((done) => {
          const opened = indexedDB.open(name);
          opened.onsuccess = async () => {
            const stores = [...opened.result.objectStoreNames];
            const asked = stores.map((store) => {
              const request = opened.result.transaction(store).objectStore(store).getAll();
              return new Promise<unknown>((all) => (request.onsuccess = () => all(request.result)));
            });
            done(await Promise.all(asked));
          };
        }),
    );
    return JSON.stringify(await Promise.all(all));
  });
  expect(stored).toContain('Searched by Gemini');
  expect(stored).not.toContain('Demo text written by rules');
});

it('for rows Gemini reads the addresses that stand in them, and says which it could not', async () => {
  const app = await world.browser.open('options.html#/home');
  const rows = [
    { Topic: 'River', Website: 'https://rivers.example/a' },
    { Topic: 'Gone', Website: 'https://gone.invalid/' },
  ];
  const { notion, demo } = world.sandbox;
  const properties = { Topic: { title: {} }, Website: { url: {} }, Content: { rich_text: {} } };
  const { database } = notion.world.addDatabase({ title: 'Links', properties, rows });
  notion.world.edit.share(demo.token.token, database.id);
  await openRows(app, database.id);
  await app.getByText(/Gemini can’t search the web here/).waitFor();
  await app.getByRole('checkbox', 'Read linked pages').check();
  await app.getByRole('combobox', 'Output').select('Content');
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByRole('textbox', 'AI prompt').fill('Sum up {{Website}}');
  await app.getByRole('button', 'Generate').click();
  await wait(app, /2 of 2 rows done/, 60_000);
  expect(world.sandbox.gemini.log.at(-1)?.body).toMatchObject({ tools: [{ url_context: {} }] });
  await app.goto(`${world.browser.origin}/options.html#/runs`);
  await app.getByRole('link', 'Links').click();
  await app.getByRole('button', 'Details of River').click();
  await wait(app, /Pages read\s+https:\/\/rivers\.example\/a/);
  await app.getByRole('button', 'Details of Gone').click();
  await wait(app, /Could not be read\s+https:\/\/gone\.invalid/);
});

it('at the end of Gemini’s day GPT goes on, and each row says which wrote it', async () => {
  await world.browser.grantHost(GPT.origin);
  await world.browser.grantHost(GEMINI.origin);
  const gpt = await fillSettings(world, GPT);
  await saveSettings(gpt);
  await gpt.close();
  const app = await fillSettings(world, GEMINI);
  await app.getByRole('spinbutton', 'Answers at once').fill('1');
  await app.getByRole('combobox', 'When the daily limit is reached').select('Go on with GPT');
  await saveSettings(app);
  world.sandbox.gemini.faults.add({ kind: 'rate-limit', perDay: true });
  const topics = await fillRows(app);
  await wait(app, /10 of 10 rows done/, 60_000);
  expect(topics.column('Content').every((text) => text.length > 20)).toBe(true);
  await app.goto(`${world.browser.origin}/options.html#/runs`);
  await app.getByRole('link', 'Topics').click();
  await wait(app, /Written with GPT, gpt-6-luna/);
});

// Two of twelve: `npm run services` does the same with all.
it.each(['anthropic', 'ollama'] as const)(
  '%s by its preset writes a page, and ten rows in spite of its errors',
  async (service) => {
    const [app] = await setUpService(world, service);
    await writePage(world, app);
    await fillTenRows(world, app, service);
    const { headers } = world.sandbox.services[service].log.at(-1) ?? {};
    if (service === 'anthropic') expect(headers).toMatchObject({ 'anthropic-dangerous-direct-browser-access': 'true' });
  },
);

it('half the price is a choice beside Generate with both prices, and a limit of one’s own is a wait', async () => {
  await world.browser.grantHost(GPT.origin);
  const app = await fillSettings(world, GPT);
  await app.getByRole('spinbutton', 'Requests a minute').fill('2');
  await saveSettings(app);
  await call(app, 'plan.choose', { plan: 'unlimited' });
  const topics = addTopics(world, TEN.slice(0, 3));
  await openRows(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  await app.getByRole('checkbox', 'Slower at half price').click();
  await wait(app, /slower, .* at the normal price/);
  await app.getByRole('button', 'Generate').click();
  await wait(app, /Waiting: your own limit per minute is reached, \d+ s/);
  expect(world.sandbox.openai.log.at(-1)?.body).toMatchObject({ service_tier: 'flex' });
  await app.getByRole('button', 'Stop').click();
  await wait(app, /Stopped/);
});

/** Chrome's Prompt API as far as it is used: a page has to fetch the model, the worker finds it there. */
const fake = (isThere: boolean): string => `{
  let isThere = ${isThere};
  globalThis.LanguageModel = {
    availability: async () => (isThere ? 'available' : 'downloadable'),
    create: async ({ monitor } = {}) => {
      const target = new EventTarget();
      monitor?.(target);
      for (const loaded of [0, 0.5, 1]) target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }));
      isThere = true;
      return {
        destroy: () => undefined,
        promptStreaming: () => new ReadableStream({
          start: (controller) => {
            for (const piece of ['Rivers ', 'flow ', 'on this device.']) controller.enqueue(piece);
            controller.close();
          },
        }),
      };
    },
  };
}`;

it('the browser’s own model is offered, fetched on a click, and writes without a key', async () => {
  await world.chromium.context.addInitScript({ content: fake(false) });
  const app = await world.browser.open('options.html#/settings');
  await app.getByLabel('Notion internal integration secret key').fill(world.sandbox.demo.token.token);
  await app.getByRole('combobox', 'AI engine').select('Chrome built-in');
  await app.getByRole('button', 'Download the model').click();
  await wait(app, /The model is on this device/);
  const cdp = await world.chromium.context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error('The browser is gone');
  await call(app, 'feedback.diagnostics', {});
  await runInWorker(cdp, world.chromium.origin, fake(true));
  await saveSettings(app);
  const pageId = await openCreate(world, app, 'Written here');
  await generate(app, 'Write about rivers');
  await wait(app, /^Done/m);
  expect(world.sandbox.notion.world.toText(pageId)).toContain('Rivers flow on this device.');
});
