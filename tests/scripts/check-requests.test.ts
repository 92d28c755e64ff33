import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createOpenAiLanguageModel } from '../../lib/adapters/openai/openai-language-model.ts';
import type { NotionBlock } from '../../lib/markdown/block-types.ts';
import { createGeminiApi } from '../../sandbox/models/gemini-api.ts';
import { createOpenAiApi } from '../../sandbox/models/openai-api.ts';
import { checkRequests, readSentForms } from '../../scripts/check-requests.ts';
import { openSandboxWorkspace } from '../adapters/notion/sandbox-workspace.ts';
import { collect } from '../contracts/language-model.ts';
import { createEngineHarness } from '../fakes/engine-harness.ts';

const text = (content: string) => [{ type: 'text', text: { content } }] as const;
const paragraph = (content: string): NotionBlock => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content } }] },
});

// The compiler reads the types of three SDKs.
describe('the check of what is sent', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'visen-sent-'));
  beforeAll(() => {
    process.env['VISEN_SENT_REQUESTS'] = folder;
  });
  afterAll(() => {
    delete process.env['VISEN_SENT_REQUESTS'];
    rmSync(folder, { recursive: true });
  });

  async function writeToNotion(): Promise<void> {
    const { workspace, home, close } = await openSandboxWorkspace();
    const parent = { pageId: home.id };
    const { blockIds } = await workspace.appendChildren(home.id, [paragraph('a')], { type: 'end' });
    await workspace.appendChildren(home.id, [paragraph('b')], { type: 'after', blockId: blockIds[0] ?? '' });
    await workspace.setBlockTrashed(blockIds[0] ?? '', true);
    await workspace.setBlockTrashed(blockIds[0] ?? '', false);
    const properties = { Name: { title: {} }, Kind: { select: { options: [{ name: 'A' }] } } };
    const { data_sources: sources } = await workspace.createDatabase({ parent, title: 'Rows', properties, icon: '📚' });
    const dataSourceId = sources[0]?.id ?? '';
    await workspace.updateDataSource(dataSourceId, { properties: { Notes: { rich_text: {} } } });
    const row = await workspace.createPage({
      parent: { dataSourceId },
      properties: { Name: { title: text('One') } },
      children: [paragraph('c')],
    });
    await workspace.updatePage(row.id, { properties: { Kind: { select: { name: 'A' } } } });
    await workspace.updatePage(row.id, { trashed: true });
    const filter = { property: 'Kind', select: { is_empty: true } };
    const sorts = [{ timestamp: 'created_time', direction: 'ascending' }];
    await workspace.queryDataSource(dataSourceId, { filter, sorts, pageSize: 10, propertyIds: ['title'] });
    await workspace.search({ query: 'One', kind: 'page', pageSize: 10 });
    await close();
  }

  async function askEngines(): Promise<void> {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    const engines = [
      { createServer: createOpenAiApi, createModel: createOpenAiLanguageModel, modelId: 'gpt-6-luna', key: 'sk-types' },
      {
        createServer: createGeminiApi,
        createModel: createGeminiLanguageModel,
        modelId: 'gemini-3.5-flash-lite',
        key: 'AQ.types',
      },
    ];
    for (const setup of engines) {
      const { model, modelId, close } = await createEngineHarness(setup);
      const messages = [{ role: 'user', text: 'Write.' }] as const;
      const request = { model: modelId, system: 'Be brief.', messages, maxOutputTokens: 500 } as const;
      const { signal } = new AbortController();
      await collect(model.stream({ ...request, effort: 'none', temperature: 0.5 }, signal));
      await collect(model.stream({ ...request, json: { name: 'row', schema } }, signal));
      await close();
    }
  }

  it('finds every form of the adapters in the types of the SDKs', async () => {
    await writeToNotion();
    await askEngines();
    const forms = readSentForms(folder);
    expect(forms.map(({ to }) => to)).toEqual(expect.arrayContaining(['notion', 'openai', 'gemini']));
    expect(forms.length).toBeGreaterThanOrEqual(14);
    expect(checkRequests(forms).faults).toEqual([]);
  });

  it('names each form that does not fit, and each request whose type is not known', () => {
    const notion = { to: 'notion', method: 'PATCH' } as const;
    const { forms, faults } = checkRequests([
      { ...notion, path: '/v1/blocks/:id/children', body: { children: [{ type: 'paragraf', paragraf: {} }] } },
      { ...notion, path: '/v1/pages/:id', body: { archive: true } },
      { ...notion, path: '/v1/pages/:id', body: { in_trash: true } },
      { ...notion, path: '/v1/comments/:id', body: {} },
      { to: 'openai', method: 'POST', path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'me' }] } },
    ]);
    expect(forms).toBe(5);
    expect(faults.map((fault) => /^\w+ \w+ (\S+)/.exec(fault)?.[1]).sort()).toEqual([
      '/v1/blocks/:id/children',
      '/v1/chat/completions',
      '/v1/comments/:id',
      '/v1/pages/:id',
    ]);
  });
});
