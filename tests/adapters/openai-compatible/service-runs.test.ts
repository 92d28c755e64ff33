/** Each service by its preset against its own form in the sandbox: a page, and ten rows of which three meet its typical errors. */
import { describe, expect, it, onTestFinished } from 'vitest';

import { createAnthropicLanguageModel } from '../../../lib/adapters/anthropic/anthropic-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { requireBaseUrl } from '../../../lib/language-model/base-url.ts';
import { createTransientMemory } from '../../../lib/language-model/engine-memory.ts';
import { SERVICES } from '../../../lib/language-model/compatible-services.ts';
import { ANTHROPIC_MODELS, createAnthropicApi } from '../../../sandbox/models/anthropic-api.ts';
import type { ModelServer } from '../../../sandbox/models/openai-api.ts';
import { createServiceApi, SERVICE_FORMS } from '../../../sandbox/models/service-api.ts';
import type { PlayedService } from '../../../sandbox/models/service-servers.ts';
import { SERVICE_TROUBLES } from '../../../sandbox/models/service-troubles.ts';
import { createGalleryWorld } from '../../gallery/gallery-world.ts';

/** What a service tells beside the answer, or around it. */
const THOUGHTS = /The person wants|first draft|Not this one|think>|\[object/u;

const OPTIONS = { where: 'end', usePageContent: false } as const;

async function open(service: PlayedService) {
  const isAnthropic = service === 'anthropic';
  const server: ModelServer = isAnthropic
    ? createAnthropicApi({ chunkDelayMs: 0 })
    : createServiceApi(SERVICE_FORMS[service], { chunkDelayMs: 0 });
  const preset = requireBaseUrl(SERVICES[service].baseUrl);
  const create = isAnthropic ? createAnthropicLanguageModel : createOpenAiCompatibleLanguageModel;
  const asked: string[] = [];
  const world = await createGalleryWorld({
    engine: 'compatible',
    model: isAnthropic ? ANTHROPIC_MODELS[0].id : SERVICE_FORMS[service].model,
    server,
    create: ({ fetch, clock, origin }) =>
      create({
        baseUrl: preset,
        service,
        apiKey: service === 'ollama' ? '' : 'service-canary-0123456789',
        memory: createTransientMemory(),
        clock,
        // The preset's own address, led to the stand-in.
        fetch: (input, init) => {
          asked.push(String(input));
          return fetch(String(input).replace(new URL(preset).origin, origin), init);
        },
      }),
  });
  onTestFinished(async () => void (await world.close()));
  return { ...world, server, asked, preset };
}

describe.each(Object.entries(SERVICE_TROUBLES))('%s', (id, { passing }) => {
  const service = id as PlayedService;

  it('writes a page and ten rows, three of them after an error of its own', { timeout: 60_000 }, async () => {
    const stage = await open(service);
    const { demo, world, server, runPage, run, asked, preset } = stage;
    const page = world.addPage({ title: 'Rivers' });
    world.edit.share(demo.token.token, page.id);
    const target = { kind: 'page', id: page.id, title: 'Rivers', url: 'https://app.notion.com/p/x' } as const;
    const written = await runPage(target, { ...OPTIONS, prompt: 'Write about rivers in 60 words', effort: 'none' });
    expect(written.state).toBe('done');
    expect(world.toText(page.id)).toContain('Demo text written by rules');
    expect(world.toText(page.id)).not.toMatch(THOUGHTS);

    const { database, dataSource } = world.addDatabase({
      title: 'Ten',
      properties: { Topic: { title: {} }, Content: { rich_text: {} }, Kind: { rich_text: {} } },
      rows: Array.from({ length: 10 }, (_, index) => ({ Topic: `Topic ${index}` })),
    });
    world.edit.share(demo.token.token, database.id);
    for (const fault of [{ kind: 'rate-limit', retryAfterSeconds: 0 } as const, ...passing]) server.faults.add(fault);
    const outputs = dataSource.schema.filter(({ type }) => type === 'rich_text').map((property) => property.id);
    const filled = await run({
      kind: 'rows',
      target: { kind: 'database', id: database.id, dataSourceId: dataSource.id, title: 'Ten', url: target.url },
      options: { ...OPTIONS, prompt: 'Write about it', output: { kind: 'properties', propertyIds: outputs } },
      selection: { kind: 'all' },
    });
    expect(filled).toMatchObject({ state: 'done', done: 10, failed: 0, prompts: 10 });
    expect(server.faults.pending()).toBe(0);
    expect(dataSource.rowIds).toHaveLength(10);
    const { columns, rows } = world.render(database.id);
    const cells = columns.slice(1).flatMap(({ id }) => rows.map((row) => row.cells[id]?.text ?? ''));
    expect(cells).toHaveLength(20);
    expect(cells).not.toContain('');
    expect(cells.join('\n')).not.toMatch(THOUGHTS);
    expect(asked.every((url) => url.startsWith(preset))).toBe(true);
    expect(stage.defects).toEqual([]);
  });
});
