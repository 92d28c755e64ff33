/** `npm run e2e -- --browser chromium --matrix web-search`: a search by each service that has one, from Settings to the sources in Notion. */
import { describe, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { PlayedService } from '../../sandbox/models/service-servers.ts';
import { SERVICES } from '../../lib/language-model/compatible-services.ts';
import { generate, openCreate, saveSettings, wait } from './engine-scenes.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, call, openCreate as openRows, waitForStatus } from './rows-app.ts';

interface Scene {
  readonly id: PlayedService;
  /** As the list in Settings names it. */
  readonly service: string;
  readonly model: string;
  /** What must stand in a request that searches. */
  readonly asks: Readonly<Record<string, unknown>>;
}

const SCENES: readonly Scene[] = [
  {
    id: 'anthropic',
    service: 'Anthropic',
    model: 'claude-haiku-5-5',
    asks: { tools: [{ type: 'web_search_20250305' }] },
  },
  { id: 'perplexity', service: 'Perplexity', model: 'openai/gpt-6-luna', asks: { tools: [{ type: 'web_search' }] } },
  { id: 'mistral', service: 'Mistral', model: 'mistral-medium-latest', asks: { tools: [{ type: 'web_search' }] } },
  { id: 'groq', service: 'Groq', model: 'groq/compound', asks: { compound_custom: {} } },
  { id: 'xai', service: 'xAI', model: 'grok-5-fast', asks: { tools: [{ type: 'web_search' }], max_tool_calls: 2 } },
  {
    id: 'openrouter',
    service: 'OpenRouter',
    model: 'qwen/qwen3-32b',
    asks: { tools: [{ type: 'openrouter:web_search' }] },
  },
];
const PROPERTIES = {
  Topic: { title: {} },
  Content: { rich_text: {} },
  Score: { number: {} },
  Found: { rich_text: {} },
};
/** As a model answers: rows in JSON, with the sources that it was asked for. */
const script: AnswerScript = {
  take: ({ prompt }) => {
    const topic = /kind="topic"[^>]*>([^<]+)</u.exec(prompt)?.[1];
    if (topic === undefined) return { text: 'Rivers flow to the sea.' };
    const sources = [{ url: `https://news.example/${topic.toLowerCase()}`, title: 'News' }];
    return { text: JSON.stringify({ p0: `${topic} are wet.`, p1: 7, sources }) };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { hasServices: true, models: { script, chunkDelayMs: 0 } } });

async function choose({ id, service, model }: Scene): Promise<Surface> {
  await world.browser.grantHost(new URL(SERVICES[id].baseUrl).origin);
  const app = await world.browser.open('options.html#/settings');
  await app.getByLabel('Notion internal integration secret key').fill(world.sandbox.demo.token.token);
  await app.getByRole('combobox', 'AI engine').select('OpenAI-compatible');
  await app.getByRole('combobox', 'Service').select(service);
  await app.getByLabel('API key').fill(`scene-key-${id}`);
  await app.getByLabel('Model').fill(model);
  await saveSettings(app);
  await call(app, 'plan.choose', { plan: 'unlimited' });
  return app;
}

describe.each(SCENES)('$service searches the web', (scene) => {
  const asked = () => world.sandbox.services[scene.id].log.at(-1)?.body;

  it('for a page, which ends with its sources', async () => {
    const app = await choose(scene);
    const pageId = await openCreate(world, app, `By ${scene.service}`);
    await app.getByRole('checkbox', 'Search the web').check();
    await generate(app, 'Write about rivers in 60 words');
    await wait(app, /^Done/m);
    expect(asked()).toMatchObject(
      scene.asks.max_tool_calls === undefined ? scene.asks : { tools: scene.asks['tools'] },
    );
    const text = JSON.stringify(world.sandbox.notion.world.render(pageId));
    expect(text).toContain('Sources');
    expect(text).toContain('https://news.example/');
  });

  it('for several properties of rows, whose sources go into a property', async () => {
    const app = await choose(scene);
    const topics = addTopics(world, [{ Topic: 'Rivers' }, { Topic: 'Lakes' }], PROPERTIES);
    await openRows(app, topics.databaseId);
    await app.getByRole('combobox', 'Output').select('Several properties');
    for (const name of ['Content', 'Score']) await app.getByRole('checkbox', name).check();
    await app.getByRole('checkbox', 'Search the web').check();
    await app.getByRole('combobox', 'Sources into').select('Found');
    await app.getByRole('combobox', 'Rows').select('All');
    await generate(app, 'What is known of it?');
    await waitForStatus(app, /Done: 2 of 2 rows done/, 60_000);
    expect(asked()).toMatchObject(scene.asks);
    expect(topics.column('Content')).toEqual(['Rivers are wet.', 'Lakes are wet.']);
    expect(topics.column('Score')).toEqual(['7', '7']);
    expect(topics.column('Found')).toEqual(['News', 'News']);
  });
});
