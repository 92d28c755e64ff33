/** Each service as a person sets it up: its preset in Settings, the test of the connection, a page, and ten rows in spite of its errors. */
import assert from 'node:assert/strict';

import { SERVICES } from '../../lib/language-model/compatible-services.ts';
import { type Sandbox, webUrl } from '../../sandbox/main.ts';
import { ANTHROPIC_MODELS } from '../../sandbox/models/anthropic-api.ts';
import type { Fault } from '../../sandbox/models/faults.ts';
import { SERVICE_FORMS } from '../../sandbox/models/service-api.ts';
import { baseUrlOf, type PlayedService } from '../../sandbox/models/service-servers.ts';
import { SERVICE_TROUBLES } from '../../sandbox/models/service-troubles.ts';
import { waitForWords } from '../../scripts/demo-browser.ts';
import type { ExtensionBrowser, Surface } from './harness/surface.ts';
import { addTopics, call, openCreate, type Topics } from './rows-app.ts';

export interface ServiceWorld {
  readonly sandbox: Sandbox;
  readonly browser: ExtensionBrowser;
}

const ROWS = 10;
/** Digits of their own, so that no topic is part of another one. */
const topic = (at: number): string => `Topic ${at + 10}`;
const PAUSED_OR_FAILED = /\b(?:Paused|Done with errors)\b/;

const modelOf = (service: PlayedService): string =>
  service === 'anthropic' ? ANTHROPIC_MODELS[0].id : SERVICE_FORMS[service].model;

/** Chosen by its name, with its key and the first of its models, tested and saved. @returns what the test said */
export async function setUpService(
  { browser, sandbox }: ServiceWorld,
  service: PlayedService,
): Promise<[Surface, string]> {
  const { name = '', baseUrl, keyUrl } = SERVICES[service];
  const address = baseUrlOf(service);
  await browser.grantHost(new URL(address).origin.replace(/:\d+$/u, ''));
  const app = await browser.open('options.html#/settings');
  await app.getByLabel('Notion internal integration secret key').fill(sandbox.demo.token.token);
  await app.getByRole('combobox', 'AI engine').select('OpenAI-compatible');
  await app.getByRole('combobox', 'Service').select(name);
  assert.equal(await app.getByLabel('Base URL').value(), baseUrl);
  if (address !== baseUrl) await app.getByLabel('Base URL').fill(address);
  if (keyUrl !== undefined) {
    assert.equal(await app.getByRole('link', `Get a key from ${name}`).attribute('href'), keyUrl);
    await app.getByLabel('API key').fill('service-scene-key-4711');
  }
  await app.getByLabel('Model').click();
  await waitForWords(app, /models? listed/, undefined);
  await app.getByLabel('Model').fill(modelOf(service));
  await app.getByRole('button', 'Test AI connection').click();
  await waitForWords(app, /AI engine:?\s+works[^\n]*/, undefined);
  const said = await app.evaluate(() => /AI engine:?\s+works[^\n]*/.exec(document.body.innerText)?.[0] ?? '');
  await app.getByRole('button', 'Save').click();
  await waitForWords(app, /Settings saved[^]*Notion:\s+works[^]*AI engine:\s+works/, undefined);
  return [app, said.replace(/\s+/gu, ' ')];
}

/**
 * @param slow a service whose first word is so late: the wait is said, the answer is paid once
 * @returns how long the text is that stands on the page
 */
export async function writePage(
  { browser, sandbox }: ServiceWorld,
  app: Surface,
  slow?: { readonly service: PlayedService; readonly firstWordMs: number },
): Promise<number> {
  const { notion, demo } = sandbox;
  const page = notion.world.addPage({ title: 'Rivers' });
  notion.world.edit.share(demo.token.token, page.id);
  await app.goto(`${browser.origin}/options.html#/create?type=page&url=${encodeURIComponent(webUrl(page.id))}`);
  await app.getByRole('button', 'Next').click();
  await app.getByRole('textbox', 'AI prompt').waitFor('visible', 15_000);
  await app.getByRole('textbox', 'AI prompt').fill('Write about rivers in 60 words');
  const server = slow && sandbox.services[slow.service];
  server?.faults.add(
    { kind: 'slow-first-byte', ms: slow?.firstWordMs ?? 0 },
    { when: { promptIncludes: 'about rivers' } },
  );
  await app.getByRole('button', 'Generate').click();
  // Past the minute in which nothing came.
  if (slow)
    await waitForWords(app, /The model has not started yet\. Visen is waiting \((?:6[5-9]|7\d) s\)/, undefined, 90_000);
  await waitForWords(app, /^Done/m, undefined, 60_000);
  const asked = server?.log.filter(({ prompt }) => prompt.includes('about rivers')) ?? [];
  assert.equal(asked.length, slow ? 1 : 0);
  const text = notion.world.toText(page.id);
  assert.match(text, /Demo text written by rules/);
  return text.length;
}

/** Ten rows: one meets a limit by the minute, two what passes, one what a person has to cure. @returns what the person was told */
export async function fillTenRows(world: ServiceWorld, app: Surface, service: PlayedService): Promise<string> {
  const { faults } = world.sandbox.services[service];
  const { passing, forPerson } = SERVICE_TROUBLES[service];
  await call(app, 'plan.choose', { plan: 'unlimited' });
  const topics = addTopics(
    world,
    Array.from({ length: ROWS }, (_, at) => ({ Topic: topic(at) })),
  );
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Rows').select('All');
  await app.getByRole('textbox', 'AI prompt').fill('Write about it');
  const met: readonly Fault[] = [{ kind: 'rate-limit', retryAfterSeconds: 1 }, ...passing, forPerson];
  met.forEach((fault, at) => faults.add(fault, { when: { promptIncludes: topic(at * 2) } }));
  await app.getByRole('button', 'Generate').click();
  await waitForWords(app, PAUSED_OR_FAILED, undefined, 60_000);
  const told = await toldAbout(app, topic(6));
  assert.notEqual(told, '', 'the run says no reason');
  await goOn(app, topics);
  assert.equal(faults.pending(), 0);
  return told;
}

/** A pause is ended by Resume; a row that failed alone is asked for again. */
async function goOn(app: Surface, topics: Topics): Promise<void> {
  for (const name of ['Resume', 'Retry failed']) {
    if ((await app.getByRole('button', name).count()) === 0) continue;
    await app.getByRole('button', name).click();
    break;
  }
  await waitForWords(app, new RegExp(`Done: ${ROWS} of ${ROWS} rows done`), undefined, 60_000);
  const cells = topics.column('Content');
  assert.equal(cells.length, ROWS);
  assert.ok(
    cells.every((text) => text.length > 20),
    cells.join(' | '),
  );
}

/** The reason in the row that waits for a person, or else beside the run's pause. */
async function toldAbout(app: Surface, title: string): Promise<string> {
  const lines = await app.evaluate(() => document.body.innerText.split('\n').filter((line) => line.trim() !== ''));
  const isReason = (line = ''): boolean => line.length > 40;
  const inRow = lines[lines.indexOf(title) + 1];
  return (isReason(inRow) ? inRow : lines.slice(lines.indexOf('Paused')).find(isReason)) ?? '';
}
