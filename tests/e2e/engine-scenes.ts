import { expect } from 'vitest';

import { waitForWords } from '../../scripts/demo-browser.ts';
import { webUrl } from '../../sandbox/main.ts';
import type { Surface } from './harness/surface.ts';
import type { World } from './harness/world.ts';

export interface EngineScene {
  readonly engine: 'Gemini' | 'GPT' | 'OpenAI-compatible';
  /** By label; the base URL included. */
  readonly fields: Readonly<Record<string, string>>;
  readonly origin: string;
}

export const GEMINI: EngineScene = {
  engine: 'Gemini',
  fields: { 'Gemini API key': 'AQ.scene-key-4711' },
  origin: 'https://generativelanguage.googleapis.com',
};
export const GPT: EngineScene = {
  engine: 'GPT',
  fields: { 'OpenAI API key': 'sk-scene-key-4711' },
  origin: 'https://api.openai.com',
};
/** Typed without a scheme, as people do. */
export const localServer = (world: World): EngineScene => ({
  engine: 'OpenAI-compatible',
  fields: { 'Base URL': `${new URL(world.sandbox.compatible.origin).host}/v1` },
  origin: 'http://127.0.0.1',
});

export const wait = (app: Surface, words: RegExp, timeoutMs = 30_000): Promise<void> =>
  waitForWords(app, words, undefined, timeoutMs);

export const isAllowed = (app: Surface, origin: string): Promise<boolean> =>
  app.evaluate((pattern: string) => chrome.permissions.contains({ origins: [pattern] }), `${origin}/*`);

/** Settings with the scene's engine filled in, nothing saved. */
export async function fillSettings(world: World, scene: EngineScene, model?: string): Promise<Surface> {
  const app = await world.browser.open('options.html#/settings');
  await app.getByLabel('Notion internal integration secret key').fill(world.sandbox.demo.token.token);
  await app.getByRole('combobox', 'AI engine').select(scene.engine);
  for (const [label, text] of Object.entries(scene.fields)) await app.getByLabel(label).fill(text);
  if (model !== undefined) await app.getByLabel('Model').fill(model);
  return app;
}

export async function saveSettings(app: Surface): Promise<void> {
  await app.getByRole('button', 'Save').click();
  await wait(app, /Settings saved[^]*Notion:\s+works[^]*AI engine:\s+works/);
}

/** A fresh page of Notion, and Create with its prompt in front. */
export async function openCreate(world: World, app: Surface, title: string): Promise<string> {
  const { notion, demo } = world.sandbox;
  const page = notion.world.addPage({ title });
  notion.world.edit.share(demo.token.token, page.id);
  await app.goto(`${world.browser.origin}/options.html#/create?type=page&url=${encodeURIComponent(webUrl(page.id))}`);
  await app.getByRole('button', 'Next').click();
  await app.getByRole('textbox', 'AI prompt').waitFor('visible', 15_000);
  return page.id;
}

export async function generate(app: Surface, prompt: string): Promise<void> {
  await app.getByRole('textbox', 'AI prompt').fill(prompt);
  await app.getByRole('button', 'Generate').click();
}

/** From Settings to a text on a page. */
export async function writeOnePage(world: World, scene: EngineScene, model?: string): Promise<Surface> {
  await world.browser.grantHost(scene.origin);
  const app = await fillSettings(world, scene, model);
  await saveSettings(app);
  const pageId = await openCreate(world, app, `Written by ${scene.engine}`);
  await generate(app, 'Write about rivers in 60 words');
  await wait(app, /^Done/m);
  expect(world.sandbox.notion.world.toText(pageId)).toContain('Demo text written by rules');
  return app;
}
