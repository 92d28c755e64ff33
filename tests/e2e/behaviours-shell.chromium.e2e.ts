import { expect, it } from 'vitest';

import { call, goTo, openReady, startAfresh, waitForText } from './behaviours-steps.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const VIEWS = ['Home', 'Create', 'Connections', 'Runs', 'Prompts', 'Settings', 'Upgrade', 'Feedback'] as const;
const TOKEN_FIELD = 'Notion internal integration secret key';

it('reaches every view from the sidebar, and Settings by the gear on Home too', async () => {
  const app = await world.browser.open('options.html');
  const sidebar = app.getByRole('navigation', 'Main');
  for (const view of VIEWS) {
    await sidebar.getByRole('link', view).click();
    await app.getByRole('heading', view).waitFor();
    expect(await app.url()).toMatch(new RegExp(`#/${view.toLowerCase()}$`));
    expect(await sidebar.getByRole('link', view).attribute('aria-current')).toBe('page');
    await expect.poll(() => app.evaluate(() => document.title)).toBe(`${view} · Visen`);
  }
  await sidebar.getByRole('link', 'Home').click();
  // The gear: the one Settings link outside the sidebar.
  await app.evaluate(() => document.querySelector<HTMLElement>('main a[aria-label="Settings"]')?.click());
  await app.getByRole('heading', 'Settings').waitFor();
  expect(await app.getByRole('link', 'Settings').count()).toBe(1);
});

it('follows the address: typed hashes, back and forward, and a hash that it does not know', async () => {
  const app = await world.browser.open('options.html#/prompts');
  await app.getByRole('heading', 'Prompts').waitFor();
  await goTo(app, '#/feedback');
  await app.getByRole('heading', 'Feedback').waitFor();
  await app.evaluate(() => history.back());
  await app.getByRole('heading', 'Prompts').waitFor();
  await app.evaluate(() => history.forward());
  await app.getByRole('heading', 'Feedback').waitFor();
  await goTo(app, '#/nowhere');
  await app.getByRole('heading', 'Home').waitFor();
});

it('opens the right page in a new tab for the token and for each engine’s key, and says what each engine costs', async () => {
  const app = await world.chromium.open('options.html#/settings');
  // Only the chosen engine's key is in sight.
  expect(await app.getByRole('link', 'Get an OpenAI API key').count()).toBe(0);
  await app.getByText('Other keys').click();
  const links = {
    'Open Notion integrations page': /^https:\/\/www\.notion\.so\/profile\/integrations/,
    'Get a Gemini API key': /^https:\/\/aistudio\.google\.com\//,
    'Get an OpenAI API key': /^https:\/\/platform\.openai\.com\/api-keys/,
  };
  for (const [name, address] of Object.entries(links)) {
    const link = app.getByRole('link', name);
    expect(await link.attribute('href')).toMatch(address);
    expect(await link.attribute('target')).toBe('_blank');
  }
  const opened = world.chromium.context.waitForEvent('page');
  await app.getByRole('link', 'Open Notion integrations page').click();
  expect((await opened).url()).toMatch(/notion/);

  await waitForText(app, /Free within Google’s limits/);
  await app.getByRole('combobox', 'AI engine').select('GPT');
  await waitForText(app, /Paid: OpenAI bills/);
  const engines = await app.evaluate(() =>
    [...document.querySelectorAll('select')].flatMap((select) => [...select.options].map((it) => it.label)),
  );
  expect(engines).toEqual(expect.arrayContaining(['Gemini', 'GPT', 'OpenAI-compatible']));
});

it('tells each step to a token in words, in the order in which they are done', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByText('How to get it').click();
  await waitForText(
    app,
    /New integration[^]*name[^]*workspace[^]*Internal[^]*Save[^]*Reveal the secret[^]*[Cc]opy it[^]*••• → Connections/,
  );
});

it('hides keys as they are typed, shows one on demand, and keeps nothing of them but their ends on screen', async () => {
  await startAfresh(world);
  const app = await world.browser.open('options.html#/settings');
  const token = world.sandbox.demo.token.token;
  const field = app.getByLabel(TOKEN_FIELD);
  await field.fill(token);
  expect(await field.attribute('type')).toBe('password');
  await app.getByRole('button', 'Show key').click();
  expect(await field.attribute('type')).toBe('text');
  await app.getByRole('button', 'Save').click();
  await app.getByRole('status').waitForText(/Settings saved/);
  await app.getByRole('status').waitForText(/Notion:\s+works/);
  await waitForText(app, `Saved, ends in ${token.slice(-4)}.`);
  expect(await field.value()).toBe('');
  expect(await app.evaluate(() => document.documentElement.outerHTML)).not.toContain(token);
});

it('says the same number of models at the field as in the check', async () => {
  const app = await openReady(world, '#/settings');
  await world.browser.grantHost('https://api.openai.com');
  await app.evaluate(() => chrome.permissions.request({ origins: ['https://api.openai.com/*'] }));
  await call(app, 'settings.save', { settings: { engine: 'openai' }, secrets: { openai: 'sk-sandbox-0123456789' } });
  await app.reload();
  await waitForText(app, /\d+ models listed/);
  await app.getByRole('button', 'Test AI connection').click();
  await waitForText(app, /\d+ models can be used/);
  const said = await app.evaluate(() => document.body.innerText);
  expect(/(\d+) models listed/.exec(said)?.[1]).toBe(/(\d+) models can be used/.exec(said)?.[1]);
});

it('puts nothing into synced storage, and sends keys to Notion and the chosen engine alone', async () => {
  const app = await openReady(world, '#/settings');
  await app.getByRole('combobox', 'Model').waitFor();
  expect(await app.evaluate(() => chrome.storage.sync.get())).toEqual({});
  const hosts = new Set(world.sandbox.front.requests.map(({ host }) => host));
  for (const host of hosts) {
    expect(['api.notion.com', 'generativelanguage.googleapis.com', 'api.openai.com', 'www.notion.so']).toContain(host);
  }
});
