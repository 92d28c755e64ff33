/** What every NotionWorkspace does: run against the fake and against the real adapter, so that the fake stays honest. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageObjectResponse } from '../../lib/notion/api-types.ts';
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';
import type { NotionBlock } from '../../lib/markdown/block-types.ts';
import { AppError } from '../../lib/shared/app-error.ts';

export interface WorkspaceUnderTest {
  readonly workspace: NotionWorkspace;
  readonly integrationName: string;
  /** An empty page that is shared with the integration, titled `Home`. */
  readonly pageId: string;
  /** A page that exists and is not shared. */
  readonly hiddenPageId: string;
  /** Below Home: Name (title), Text, Done (checkbox), Choice (select: red), State (status); one row `First`. */
  readonly databaseId: string;
  readonly dataSourceId: string;
  /** A view of it that shows rows with Done ticked only. */
  readonly viewId: string;
  /** A view of the same rows in another database. */
  readonly linkedViewId: string;
  /** Of the database: named Brief, with Text `From the template` and the paragraphs `one` and `two`. */
  readonly templateId: string;
  /** Notion has done what it does by and by. */
  applyTemplates(): void | Promise<void>;
  /** Puts another database below this one, as a wiki has it. */
  makeWiki(): void | Promise<void>;
  /** From now on the row comes without its properties. */
  makePartial(rowId: string): void | Promise<void>;
  close?(): Promise<void>;
}

const UNKNOWN_ID = '99999999-9999-8999-8999-999999999999';
const paragraph = (content: string): NotionBlock => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content } }] },
});
const title = (content: string) => ({ title: [{ type: 'text', text: { content } }] });

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('did not fail');
}

/** What no API can set up: a world that cannot be brought there is not asked for it. */
export type OnlyByHand = 'wiki' | 'template' | 'linked-view';

export function describeNotionWorkspace(
  name: string,
  open: () => Promise<WorkspaceUnderTest>,
  { without = [], timeout = 5_000 }: { without?: readonly OnlyByHand[]; timeout?: number } = {},
): void {
  // Left out, not skipped: a skipped test fails the whole run.
  const needs = (what: OnlyByHand) => (test: string, run: () => Promise<void>) => {
    if (!without.includes(what)) it(test, run);
  };
  describe(name, { timeout }, () => {
    let world: WorkspaceUnderTest;
    let workspace: NotionWorkspace;
    beforeEach(async () => {
      world = await open();
      workspace = world.workspace;
    }, timeout);
    afterEach(() => world.close?.(), timeout);

    const texts = async (pageId: string) => {
      const { results } = await workspace.listChildren(pageId, undefined);
      return results.map((block) =>
        (block.type === 'paragraph' ? block.paragraph.rich_text : []).map((run) => run.plain_text).join(''),
      );
    };
    const propertyId = async (property: string) => {
      const { properties } = await workspace.getDataSource(world.dataSourceId);
      return properties[property]?.id ?? '';
    };
    const cell = (page: PageObjectResponse, property: string) =>
      page.properties[property] as unknown as Record<string, unknown>;

    it('says who the token is', async () => {
      const integration = await workspace.whoAmI();
      expect(integration).toMatchObject({ integrationName: world.integrationName, kind: 'internal' });
      expect(integration.workspaceId).not.toBe('');
    });

    it('lists people with their names, and the bot that it is', async () => {
      const { results } = await workspace.listUsers(undefined);
      expect(results.find(({ kind }) => kind === 'bot')?.id).toBeTruthy();
      const person = results.find(({ kind }) => kind === 'person');
      expect(person?.name).toMatch(/\S/);
      expect(results.every(({ email }) => email === undefined || email.includes('@'))).toBe(true);
    });

    it('names the integration when a page is not shared with it', async () => {
      const error = await failureOf(workspace.getPage(world.hiddenPageId));
      expect(error).toMatchObject({
        code: 'notion-not-found',
        retry: 'never',
        details: { integration: world.integrationName },
      });
      expect(await failureOf(workspace.getPage(UNKNOWN_ID))).toMatchObject({ code: 'notion-not-found' });
    });

    it('keeps ids of other kinds apart', async () => {
      expect((await failureOf(workspace.getPage(world.databaseId))).retry).toBe('never');
      expect((await failureOf(workspace.getDatabase(world.pageId))).retry).toBe('never');
      expect((await failureOf(workspace.getDataSource(world.databaseId))).retry).toBe('never');
    });

    it('appends at the end, at the start and after a block, and names the new blocks in order', async () => {
      const { blockIds } = await workspace.appendChildren(world.pageId, [paragraph('b'), paragraph('d')], {
        type: 'end',
      });
      const start = await workspace.appendChildren(world.pageId, [paragraph('a')], { type: 'start' });
      const position = { type: 'after', blockId: blockIds[0] ?? '' } as const;
      const behind = await workspace.appendChildren(world.pageId, [paragraph('c'), paragraph('c2')], position);
      const { results } = await workspace.listChildren(world.pageId, undefined);
      const paragraphs = results.filter((block) => block.type === 'paragraph').map((block) => block.id);
      expect((await texts(world.pageId)).filter((text) => text !== '')).toEqual(['a', 'b', 'c', 'c2', 'd']);
      expect(paragraphs.slice(0, 5)).toEqual([...start.blockIds, blockIds[0], ...behind.blockIds, blockIds[1]]);
    });

    it('writes nothing of an append that is too large', async () => {
      const before = await texts(world.pageId);
      const blocks = Array.from({ length: 101 }, (_, index) => paragraph(String(index)));
      expect((await failureOf(workspace.appendChildren(world.pageId, blocks, { type: 'end' }))).retry).toBe('never');
      expect(await texts(world.pageId)).toEqual(before);
    });

    it('lists more than 100 children by cursor, each once', async () => {
      const before = (await texts(world.pageId)).length;
      for (const part of ['a', 'b'])
        await workspace.appendChildren(
          world.pageId,
          Array.from({ length: 70 }, (_, index) => paragraph(`${part}${index}`)),
          { type: 'end' },
        );
      const ids = new Set<string>();
      let cursor: string | undefined;
      let requests = 0;
      do {
        const listing = await workspace.listChildren(world.pageId, cursor);
        for (const block of listing.results) ids.add(block.id);
        cursor = listing.nextCursor;
        requests += 1;
      } while (cursor !== undefined && requests < 10);
      expect(ids.size).toBe(before + 140);
      expect(requests).toBe(2);
    });

    it('has children of blocks one level down', async () => {
      const block: NotionBlock = {
        type: 'bulleted_list_item',
        bulleted_list_item: {
          rich_text: [{ type: 'text', text: { content: 'outer' } }],
          children: [paragraph('inner')],
        },
      };
      const { blockIds } = await workspace.appendChildren(world.pageId, [block], { type: 'end' });
      expect((await workspace.getBlock(blockIds[0] ?? '')).has_children).toBe(true);
      expect(await texts(blockIds[0] ?? '')).toEqual(['inner']);
    });

    it('moves a block to the trash and takes it out again, also repeatedly', async () => {
      const { blockIds } = await workspace.appendChildren(world.pageId, [paragraph('x')], { type: 'end' });
      const id = blockIds[0] ?? '';
      await workspace.setBlockTrashed(id, true);
      await workspace.setBlockTrashed(id, true);
      expect(await texts(world.pageId)).not.toContain('x');
      await workspace.setBlockTrashed(id, false);
      await workspace.setBlockTrashed(id, false);
      expect(await texts(world.pageId)).toContain('x');
    });

    it('tells, when a block goes to the trash and when it comes back, what it held by then', async () => {
      const { blockIds } = await workspace.appendChildren(world.pageId, [paragraph('as it went')], { type: 'end' });
      const id = blockIds[0] ?? '';
      const gone = await workspace.setBlockTrashed(id, true);
      expect(gone).toMatchObject({ id, in_trash: true, type: 'paragraph' });
      expect(JSON.stringify(gone)).toContain('as it went');
      expect(await workspace.setBlockTrashed(id, false)).toMatchObject({ id, in_trash: false, type: 'paragraph' });
    });

    it('refuses writes to a page in the trash', async () => {
      const page = await workspace.createPage({
        parent: { pageId: world.pageId },
        properties: { title: title('Old') },
      });
      await workspace.updatePage(page.id, { trashed: true });
      expect((await workspace.getPage(page.id)).in_trash).toBe(true);
      expect(await failureOf(workspace.appendChildren(page.id, [paragraph('x')], { type: 'end' }))).toMatchObject({
        code: 'notion-trashed',
        retry: 'never',
      });
    });

    it('creates a page with its title and blocks', async () => {
      const page = await workspace.createPage({
        parent: { pageId: world.pageId },
        properties: { title: title('Child') },
        children: [paragraph('body')],
      });
      expect(page.url).toMatch(/^https:\/\//);
      expect(await texts(page.id)).toEqual(['body']);
    });

    it('creates a row and changes only the properties that are named', async () => {
      const [text, done] = [await propertyId('Text'), await propertyId('Done')];
      const row = await workspace.createPage({
        parent: { dataSourceId: world.dataSourceId },
        properties: { title: title('New'), [text]: { rich_text: [{ type: 'text', text: { content: 'kept' } }] } },
      });
      const changed = await workspace.updatePage(row.id, { properties: { [done]: { checkbox: true } } });
      expect(cell(changed, 'Done')).toMatchObject({ id: done, type: 'checkbox', checkbox: true });
      expect(cell(changed, 'Text')).toMatchObject({ rich_text: [{ plain_text: 'kept', href: null }] });
    });

    it('creates a select option that is new and refuses a status that is', async () => {
      const [choice, state] = [await propertyId('Choice'), await propertyId('State')];
      const row = await workspace.createPage({
        parent: { dataSourceId: world.dataSourceId },
        properties: { title: title('x') },
      });
      const changed = await workspace.updatePage(row.id, { properties: { [choice]: { select: { name: 'blue' } } } });
      expect(cell(changed, 'Choice')).toMatchObject({ select: { name: 'blue' } });
      const change = { properties: { [state]: { status: { name: 'Nowhere' } } } };
      expect((await failureOf(workspace.updatePage(row.id, change))).retry).toBe('never');
    });

    it('refuses a property that is not there', async () => {
      const { results } = await workspace.queryDataSource(world.dataSourceId, {});
      const change = { properties: { 'No such': { checkbox: true } } };
      expect((await failureOf(workspace.updatePage(results[0]?.id ?? '', change))).retry).toBe('never');
    });

    it('queries rows with a filter, a page size and chosen properties', async () => {
      const text = await propertyId('Text');
      const filled = { rich_text: [{ type: 'text', text: { content: 'full' } }] };
      for (const [name, value] of [
        ['b', {}],
        ['c', { [text]: filled }],
      ] as const)
        await workspace.createPage({
          parent: { dataSourceId: world.dataSourceId },
          properties: { title: title(name), ...value },
        });
      const empty = await workspace.queryDataSource(world.dataSourceId, {
        filter: { property: text, rich_text: { is_empty: true } },
        propertyIds: [text],
      });
      expect(empty.results).toHaveLength(2);
      expect(Object.keys(empty.results[0]?.properties ?? {})).toEqual(['Text']);
      const first = await workspace.queryDataSource(world.dataSourceId, { pageSize: 2 });
      expect(first.results).toHaveLength(2);
      expect(first.complete).toBe(true);
      const second = await workspace.queryDataSource(world.dataSourceId, {
        pageSize: 2,
        cursor: first.nextCursor ?? '',
      });
      expect(second.results).toHaveLength(1);
      expect(second.nextCursor).toBeUndefined();
    });

    it('lists the pages of a relation in their order', async () => {
      const source = { parent: { dataSourceId: world.dataSourceId } };
      const first = await workspace.createPage({ ...source, properties: { title: title('One') } });
      const second = await workspace.createPage({ ...source, properties: { title: title('Two') } });
      await workspace.updateDataSource(world.dataSourceId, {
        properties: { Near: { relation: { data_source_id: world.dataSourceId, single_property: {} } } },
      });
      const near = await propertyId('Near');
      const related = [second, first].map(({ id }) => ({ id }));
      const written = await workspace.updatePage(first.id, { properties: { [near]: { relation: related } } });
      expect(cell(written, 'Near')).toMatchObject({ relation: related, has_more: false });
      const listed = await workspace.listRelated(first.id, near, undefined);
      expect(listed.results).toEqual(related);
      expect(listed.nextCursor).toBeUndefined();
    });

    it('reads the rows of a view as the view filters them', async () => {
      const done = await propertyId('Done');
      const ticked = await workspace.createPage({
        parent: { dataSourceId: world.dataSourceId },
        properties: { title: title('ticked'), [done]: { checkbox: true } },
      });
      expect(await workspace.getView(world.viewId)).toMatchObject({ name: 'Ticked', dataSourceId: world.dataSourceId });
      const listed = await workspace.listViews(world.databaseId, undefined);
      expect(listed.results.map((view) => view.id)).toContain(world.viewId);
      const rows = await workspace.queryView(world.viewId, undefined);
      expect(rows.results.map((row) => row.id)).toEqual([ticked.id]);
    });

    needs('linked-view')(
      'lists the views of the database itself, not those that are linked to it elsewhere',
      async () => {
        const { results } = await workspace.listViews(world.databaseId, undefined);
        expect(results.map((view) => view.id)).not.toContain(world.linkedViewId);
      },
    );

    needs('wiki')(
      'gives rows alone where a database lies in a wiki, and counts one that came without its properties',
      async () => {
        const [row] = (await workspace.queryDataSource(world.dataSourceId, {})).results;
        await workspace.createPage({ parent: { dataSourceId: world.dataSourceId }, properties: { title: title('b') } });
        await world.makeWiki();
        await world.makePartial(row?.id ?? '');
        const listing = await workspace.queryDataSource(world.dataSourceId, {});
        expect(listing.results).toMatchObject([
          { object: 'page', properties: { Name: { title: [{ plain_text: 'b' }] } } },
        ]);
        expect(listing.unreadable).toBe(1);
      },
    );

    needs('template')('makes a row from a template, which fills it in afterwards', async () => {
      const listing = await workspace.listTemplates(world.dataSourceId, undefined);
      expect(listing.results).toEqual([{ id: world.templateId, name: 'Brief', isDefault: true }]);
      const parent = { dataSourceId: world.dataSourceId };
      const row = await workspace.createPage({
        parent,
        properties: { title: title('Made') },
        templateId: world.templateId,
      });
      expect(await texts(row.id)).toEqual([]);
      await world.applyTemplates();
      expect(await texts(row.id)).toEqual(['one', 'two']);
      const filled = await workspace.getPage(row.id);
      expect(cell(filled, 'Text')).toMatchObject({ rich_text: [{ plain_text: 'From the template' }] });
      expect(cell(filled, 'Name')).toMatchObject({ title: [{ plain_text: 'Made' }] });
      expect((await workspace.queryDataSource(world.dataSourceId, {})).results).toHaveLength(2);
    });

    it('refuses a template of another database', async () => {
      const request = { parent: { dataSourceId: world.dataSourceId }, properties: {}, templateId: world.pageId };
      expect((await failureOf(workspace.createPage(request))).retry).toBe('never');
    });

    it('creates a database and adds a column to it', async () => {
      const database = await workspace.createDatabase({
        parent: { pageId: world.pageId },
        title: 'Made',
        properties: { Topic: { title: {} }, Content: { rich_text: {} } },
        icon: '📄',
      });
      const source = database.data_sources[0]?.id ?? '';
      const changed = await workspace.updateDataSource(source, { properties: { Extra: { number: {} } } });
      expect(Object.keys(changed.properties).sort()).toEqual(['Content', 'Extra', 'Topic']);
      expect((await workspace.getDatabase(database.id)).data_sources).toHaveLength(1);
    });

    it('finds pages and sources by title', async () => {
      const pages = await workspace.search({ query: 'home', kind: 'page', pageSize: 25 });
      expect(pages.results.map((page) => page.id)).toContain(world.pageId);
      const sources = await workspace.search({ query: '', kind: 'data_source', pageSize: 25 });
      expect(sources.results.map((source) => source.id)).toContain(world.dataSourceId);
    });

    it('reads a page as markdown', async () => {
      await workspace.appendChildren(world.pageId, [paragraph('plain words')], { type: 'end' });
      const { markdown, truncated } = await workspace.getPageMarkdown(world.pageId);
      expect(markdown).toContain('plain words');
      expect(truncated).toBe(false);
    });

    it('sends nothing after it was stopped', async () => {
      const stopped = AbortSignal.abort();
      const write = workspace.appendChildren(world.pageId, [paragraph('x')], { type: 'end' }, stopped);
      expect(await failureOf(write)).toMatchObject({ code: 'stopped', retry: 'later' });
      expect(await texts(world.pageId)).not.toContain('x');
    });
  });
}
