/**
 * The same contract on a scratch page that is made through the API: of the real Notion where `npm run live` says so, else of the
 * sandbox, so that this keeps working without a token.
 */
import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import { createRequestGate } from '../../lib/notion/request-gate.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import { openTargetId, parseNotionUrl, toDashedId } from '../../lib/notion/page-id.ts';
import { onScratchPage, type NotionAccess, type NotionSubject } from '../../scripts/live/notion-subject.ts';
import { serveNotionApi } from '../../sandbox/notion/serve.ts';
import { addPage, addToken, addWorkspace } from '../../sandbox/notion/world-build.ts';
import { describeNotionWorkspace } from './notion-workspace.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')))),
};
const { NOTION_TOKEN: token = '', NOTION_PAGE: page = '', VISEN_LIVE: live } = process.env;
const isLive = live === '1' && token !== '';
const SCHEMA = {
  Name: { title: {} },
  Text: { rich_text: {} },
  Done: { checkbox: {} },
  Choice: { select: { options: [{ name: 'red' }] } },
  State: { status: {} },
};

async function access(): Promise<NotionAccess & { close(): Promise<void> }> {
  const parentId = toDashedId(page) ?? openTargetId(parseNotionUrl(page)) ?? '';
  if (isLive) return { origin: 'https://api.notion.com', token, parentId, close: () => Promise.resolve() };
  const { api, url, close } = await serveNotionApi();
  addWorkspace(api.world, { name: 'Rehearsal' });
  const home = addPage(api.world, { title: 'Home' });
  addToken(api.world, { token: 'ntn_scratch', botName: 'Robot', shared: [home.id] });
  return { origin: url, token: 'ntn_scratch', parentId: home.id, pauseMs: 0, close };
}

async function idOf(sent: ReturnType<NotionSubject['send']>): Promise<string> {
  const { status, body } = await sent;
  if (typeof body['id'] !== 'string') throw new Error(`${status} ${String(body['message'])}`);
  return body['id'];
}

async function open() {
  const to = await access();
  const pause = () => new Promise((resolve) => setTimeout(resolve, to.pauseMs ?? 350));
  const workspace = createNotionWorkspace({
    token: to.token,
    clock,
    gate: createRequestGate(),
    priority: 'interactive',
    fetch: async (address, init) => {
      await pause();
      return fetch(address.replace('https://api.notion.com', to.origin), init);
    },
  });
  const { integrationName } = await workspace.whoAmI();
  const finished = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<Awaited<ReturnType<typeof build>>>();
  const scratch = onScratchPage(to, async (subject) => {
    ready.resolve(await build(subject));
    await finished.promise;
  });
  scratch.catch(ready.reject);
  const world = await ready.promise;
  return {
    ...world,
    workspace,
    integrationName,
    // Missing and not shared are one and the same to Notion.
    hiddenPageId: '88888888-8888-8888-8888-888888888888',
    linkedViewId: '',
    templateId: '',
    applyTemplates: () => undefined,
    makeWiki: () => undefined,
    makePartial: () => undefined,
    close: async () => {
      finished.resolve();
      await scratch;
      await to.close();
    },
  };
}
async function build({ send, pageId: scratchId }: NotionSubject) {
  const title = (content: string) => ({ title: { title: [{ type: 'text', text: { content } }] } });
  const pageId = await idOf(send('POST', 'pages', { parent: { page_id: scratchId }, properties: title('Home') }));
  const databaseId = await idOf(
    send('POST', 'databases', {
      parent: { type: 'page_id', page_id: pageId },
      title: [{ type: 'text', text: { content: 'Rows' } }],
      initial_data_source: { properties: SCHEMA },
    }),
  );
  const { body: database } = await send('GET', `databases/${databaseId}`);
  const dataSourceId = (database['data_sources'] as { id: string }[])[0]?.id ?? '';
  const { body: source } = await send('GET', `data_sources/${dataSourceId}`);
  const done = (source['properties'] as Record<string, { id: string }>)['Done']?.id ?? '';
  await idOf(send('POST', 'pages', { parent: { data_source_id: dataSourceId }, properties: title('First') }));
  const viewId = await idOf(
    send('POST', 'views', {
      database_id: databaseId,
      data_source_id: dataSourceId,
      name: 'Ticked',
      type: 'table',
      filter: { property: done, checkbox: { equals: true } },
    }),
  );
  return { pageId, databaseId, dataSourceId, viewId };
}

describeNotionWorkspace(
  isLive ? 'the adapter on the real Notion' : 'the adapter on a scratch page of the sandbox',
  open,
  {
    without: ['wiki', 'template', 'linked-view'],
    timeout: isLive ? 120_000 : 5_000,
  },
);
