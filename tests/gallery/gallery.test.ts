import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createOpenAiLanguageModel } from '../../lib/adapters/openai/openai-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import type { Target } from '../../lib/run-request/target.ts';
import { createTransientMemory } from '../../lib/language-model/engine-memory.ts';
import { cleanAnswer } from '../../lib/markdown/clean-answer.ts';
import { convertBlocksToPlainText } from '../../lib/markdown/convert-blocks-to-text.ts';
import { convertMarkdownToBlocks } from '../../lib/markdown/convert-markdown-to-blocks.ts';
import type { ReadableBlock } from '../../lib/markdown/read-rich-text.ts';
import { createCompatibleApi } from '../../sandbox/models/compatible-api.ts';
import { createGeminiApi } from '../../sandbox/models/gemini-api.ts';
import { createOpenAiApi } from '../../sandbox/models/openai-api.ts';
import { GALLERY } from './gallery-prompts.ts';
import { createGalleryWorld, type GalleryEngine, type GalleryWorld } from './gallery-world.ts';

const FAST = { chunkDelayMs: 0 };
const ENGINES: readonly GalleryEngine[] = [
  {
    engine: 'gemini',
    model: 'gemini-3.5-flash-lite',
    server: createGeminiApi(FAST),
    create: (options) => createGeminiLanguageModel({ apiKey: 'AQ.gallery-key', ...options }),
  },
  {
    engine: 'openai',
    model: 'gpt-6-luna',
    server: createOpenAiApi(FAST),
    create: (options) => createOpenAiLanguageModel({ apiKey: 'sk-gallery-key', ...options }),
  },
  {
    engine: 'compatible',
    model: 'qwen3:8b',
    server: createCompatibleApi({ ...FAST, structured: 'json_object' }),
    create: ({ origin, ...options }) =>
      createOpenAiCompatibleLanguageModel({ baseUrl: `${origin}/v1`, memory: createTransientMemory(), ...options }),
  },
];

const NOTES =
  '## Weekly sync\n\n**Present:** Ada, Grace\n\n- Launch moved to *Thursday*\n- [ ] Write the changelog\n\n| Topic | Owner |\n| --- | --- |\n| Docs | Grace |\n';

async function readBlocks(world: GalleryWorld, parentId: string): Promise<ReadableBlock[]> {
  const found: ReadableBlock[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.workspace.listChildren(parentId, cursor);
    for (const block of page.results) {
      const children = 'has_children' in block && block.has_children ? await readBlocks(world, block.id) : [];
      found.push({ ...(block as unknown as ReadableBlock), children });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** What Notion refused, as far as the product was to blame. */
const refused = (world: GalleryWorld): string[] =>
  world.notionLog.entries
    .filter(({ status }) => status >= 400)
    .map(({ method, path, status }) => `${status} ${method} ${path}`);

describe.each(ENGINES)('the gallery, written by $engine', (engine) => {
  let world: GalleryWorld;
  beforeAll(async () => {
    world = await createGalleryWorld(engine);
  });
  afterAll(() => world.close());

  it.each(GALLERY)('$name: stands in Notion whole', async ({ prompt, onNotes }) => {
    const page = world.world.addPage({ title: 'The moon', ...(onNotes && { blocks: NOTES }) });
    world.world.edit.share(world.demo.token.token, page.id);
    const before = (await readBlocks(world, page.id)).length;
    const target: Target = { kind: 'page', id: page.id, title: 'The moon', url: 'https://app.notion.com/p/1' };
    const answersBefore = world.modelLog.length;
    const view = await world.runPage(target, { prompt });
    expect(view).toMatchObject({ state: 'done', prompts: 1 });
    expect(view.failure).toBeUndefined();

    const asked = world.modelLog.slice(answersBefore);
    expect(asked.map(({ status }) => status)).toEqual([200]);
    const answer = asked[0]?.answer ?? '';
    expect(answer.length).toBeGreaterThan(10);
    const wanted = convertMarkdownToBlocks(cleanAnswer(answer), { allowLink: () => true });
    const written = (await readBlocks(world, page.id)).slice(before);
    // A link that leads elsewhere than the sources say stays as text: only its words are compared.
    expect(convertBlocksToPlainText(written)).toBe(convertBlocksToPlainText(wanted as unknown as ReadableBlock[]));
    expect(written.map(({ type }) => type)).toEqual(wanted.map(({ type }) => type));
    expect(refused(world)).toEqual([]);
  });

  it('fills typed properties of every row', async () => {
    const { dataSource, database } = world.demo.everything;
    const TYPES = [
      'rich_text',
      'number',
      'select',
      'multi_select',
      'status',
      'date',
      'checkbox',
      'url',
      'email',
      'phone_number',
    ];
    const propertyIds = dataSource.schema.filter(({ type }) => TYPES.includes(type)).map(({ id }) => id);
    expect(propertyIds.length).toBeGreaterThan(8);
    const view = await world.run({
      kind: 'rows',
      target: {
        kind: 'database',
        id: database.id,
        dataSourceId: dataSource.id,
        title: 'Everything',
        url: 'https://app.notion.com/p/2',
      },
      options: {
        prompt: 'Choose the values that fit this topic best: {{title}}',
        where: 'end',
        usePageContent: false,
        output: { kind: 'properties', propertyIds },
        overwriteFilled: true,
      },
      selection: { kind: 'all' },
    });
    const { jobs } = await world.runs.history.jobs({ runId: view.id, limit: 100 });
    expect(jobs.map(({ title, failure }) => failure && [title, failure])).toEqual(jobs.map(() => undefined));
    expect(view).toMatchObject({ state: 'done', failed: 0 });
    expect(view.done).toBeGreaterThan(0);
    expect(refused(world)).toEqual([]);
  });

  it('left no defect behind', () => expect(world.defects).toEqual([]));
});

it('has at least forty prompts', () => expect(GALLERY.length).toBeGreaterThanOrEqual(40));
