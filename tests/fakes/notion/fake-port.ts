/** The fake Notion as the core sees it: every call of NotionWorkspace. */
import type { NotionWorkspace } from '../../../lib/notion/workspace.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { refuse, type Json } from '../fake-notion-values.ts';
import { blockAnswer, databaseAnswer, markdownOf, pageAnswer, slice, sourceAnswer } from './fake-answers.ts';
import { insertBlocks, refuseTooMany } from './fake-blocks.ts';
import type { FakeCalls } from './fake-calls.ts';
import { createChildPage, createRow, writeProperties } from './fake-pages.ts';
import { RowCursors, rowsOf } from './fake-queries.ts';
import { addSource, updateSchema } from './fake-schema.ts';
import type { FakeOptions, FakeWorld, Node } from './fake-world.ts';

type Part<Method extends keyof NotionWorkspace> = Pick<NotionWorkspace, Method>;

/** @param takesTwice whether the row that was just made is made once more, as when the browser sends the request again by itself */
export function createPort(
  world: FakeWorld,
  calls: FakeCalls,
  options: FakeOptions,
  takesTwice: () => boolean,
): NotionWorkspace {
  return {
    serverNow: world.now,
    hasServerTime: true as boolean,
    ...createReads(world, calls, options),
    ...createQueries(world, calls, options),
    ...createBlockWrites(world, calls),
    ...createPageWrites(world, calls, takesTwice),
    ...createDatabaseWrites(world, calls),
  };
}

type Reads =
  | 'whoAmI'
  | 'listUsers'
  | 'search'
  | 'getPage'
  | 'listRelated'
  | 'getDatabase'
  | 'getDataSource'
  | 'listTemplates'
  | 'getPageMarkdown'
  | 'getBlock'
  | 'listChildren';

function createReads(world: FakeWorld, calls: FakeCalls, { users }: FakeOptions): Part<Reads> {
  const { integration } = world;
  return {
    whoAmI: (signal) => calls.call('whoAmI', '', signal, () => ({ ...integration, checkedAt: world.now() })),
    listUsers: (cursor, signal) =>
      calls.call('listUsers', '', signal, () => {
        if (integration.kind === 'personal') throw new AppError('notion-capability-missing', 'never');
        const bot = { id: 'bot-1', name: integration.integrationName, kind: 'bot' } as const;
        return slice([bot, ...(users ?? [{ id: 'user-1', name: 'Ada Acme', kind: 'person' }])], cursor, 100);
      }),
    search: ({ query, kind, cursor, pageSize }, signal) =>
      calls.call('search', query, signal, () => {
        const wanted = query.toLowerCase();
        const isFound = (node: Node | undefined) => node && world.isShared(node) && !world.inTrash(node);
        const pages = [...world.nodes.values()].filter((node) => node.kind === 'page' && isFound(node));
        const foundPages =
          kind === 'data_source' ? [] : pages.filter((node) => world.titleOf(node).toLowerCase().includes(wanted));
        const live = [...world.sources.values()].filter(({ databaseId }) => isFound(world.nodes.get(databaseId)));
        const foundSources = kind === 'page' ? [] : live.filter((source) => source.name.toLowerCase().includes(wanted));
        const answers = [
          ...foundPages.map((node) => pageAnswer(world, node)),
          ...foundSources.map((source) => sourceAnswer(world, source)),
        ];
        return slice(answers, cursor, pageSize);
      }),
    getPage: (id, signal) => calls.call('getPage', id, signal, () => pageAnswer(world, world.find(id, 'page'))),
    listRelated: (pageId, propertyId, cursor, signal) =>
      calls.call('listRelated', pageId, signal, () => {
        const { properties } = world.find(pageId, 'page');
        const value = Object.values(properties).find((one) => (one as Json)['id'] === propertyId);
        if (value === undefined) throw new AppError('property-missing', 'never');
        return slice(((value as Json)['relation'] as { id: string }[] | undefined) ?? [], cursor, 100);
      }),
    getDatabase: (id, signal) =>
      calls.call('getDatabase', id, signal, () => databaseAnswer(world, world.find(id, 'database'))),
    getDataSource: (id, signal) =>
      calls.call('getDataSource', id, signal, () => sourceAnswer(world, world.findSource(id))),
    listTemplates: (dataSourceId, cursor, signal) =>
      calls.call('listTemplates', dataSourceId, signal, () => {
        world.findSource(dataSourceId);
        const own = [...world.templates.values()].filter((template) => template.dataSourceId === dataSourceId);
        const shown = own.map(({ id, name, isDefault }) => ({ id, name, isDefault }));
        return slice(shown, cursor, 100);
      }),
    getPageMarkdown: (id, signal) =>
      calls.call('getPageMarkdown', id, signal, () => ({
        markdown: markdownOf(world, world.find(id, 'page', 'block')),
        truncated: false,
      })),
    getBlock: (id, signal) => calls.call('getBlock', id, signal, () => blockAnswer(world, world.find(id))),
    listChildren: (id, cursor, signal) =>
      calls.call('listChildren', id, signal, () => {
        const children = world.liveChildren(world.find(id)).map((child) => blockAnswer(world, child));
        return slice(children, cursor, 100);
      }),
  };
}

function createQueries(
  world: FakeWorld,
  calls: FakeCalls,
  { queryCap = 10_000, queryPage = 100, cursors: kind }: FakeOptions,
): Part<'getView' | 'listViews' | 'queryView' | 'queryDataSource'> {
  const cursors = new RowCursors(world, kind);
  const viewQueries = new Map<string, string[]>();
  const named = (ids: readonly string[]) => ids.map((id) => ({ id }));
  return {
    getView: (id, signal) =>
      calls.call('getView', id, signal, () => {
        const view = world.views.get(id);
        if (!view) throw world.notFound();
        return view;
      }),
    listViews: (databaseId, cursor, signal) =>
      calls.call('listViews', databaseId, signal, () => {
        world.find(databaseId, 'database');
        const own = [...world.views.values()].filter((view) => view.databaseId === databaseId);
        return slice(named(own.map(({ id }) => id)), cursor, 100);
      }),
    queryView: (viewId, cursor, signal) =>
      calls.call('queryView', viewId, signal, () => {
        const view = world.views.get(viewId);
        if (!view?.dataSourceId) throw world.notFound();
        const queryId = cursor?.queryId ?? world.newId();
        if (!cursor) {
          const rows = rowsOf(world, world.findSource(view.dataSourceId), view.filter, view.sorts);
          viewQueries.set(
            queryId,
            rows.map(({ id }) => id),
          );
        }
        const ids = viewQueries.get(queryId);
        if (!ids) throw world.notFound();
        return { ...slice(named(ids), cursor?.cursor, 100), queryId };
      }),
    queryDataSource: (dataSourceId, request, signal) =>
      calls.call('queryDataSource', dataSourceId, signal, () => {
        const source = world.findSource(dataSourceId);
        const rows = rowsOf(world, source, request.filter, request.sorts);
        const size = Math.min(request.pageSize ?? queryPage, queryPage);
        const all = { ids: source.rows, sorts: request.sorts };
        const listing = cursors.page(rows.slice(0, queryCap), request.cursor, size, all);
        const wanted = request.propertyIds;
        const readable = listing.results.filter(({ id }) => !world.partial.has(id));
        const left = listing.results.length - readable.length;
        const results = readable.map((node) => {
          const answer = pageAnswer(world, node);
          if (!wanted) return answer;
          const kept = Object.entries(answer.properties).filter(([, value]) => wanted.includes(value.id));
          return { ...answer, properties: Object.fromEntries(kept) };
        });
        const complete = listing.nextCursor !== undefined || rows.length <= queryCap;
        return { ...listing, results, complete, ...(left > 0 && { unreadable: left }) };
      }),
  };
}

function createBlockWrites(world: FakeWorld, calls: FakeCalls): Part<'appendChildren' | 'setBlockTrashed'> {
  return {
    appendChildren: (parentId, blocks, position, signal) =>
      calls.call('appendChildren', parentId, signal, () => {
        const parent = world.find(parentId, 'page', 'block');
        world.refuseTrashed(parent);
        if (blocks.length === 0) throw refuse('children should have 1 or more');
        refuseTooMany(blocks);
        const blockIds = insertBlocks(world, parent, blocks, position).map(({ id }) => id);
        return { blockIds, mayBeResent: calls.wasResent };
      }),
    setBlockTrashed: (id, trashed, signal) =>
      calls.call('setBlockTrashed', id, signal, () => {
        const node = world.find(id);
        world.remember(node);
        const parent = node.parentId === undefined ? undefined : world.nodes.get(node.parentId);
        if (parent) world.refuseTrashed(parent);
        node.trashed = trashed;
        world.touch(node);
        return blockAnswer(world, node);
      }),
  };
}

function createPageWrites(
  world: FakeWorld,
  calls: FakeCalls,
  takesTwice: () => boolean,
): Part<'createPage' | 'updatePage'> {
  return {
    createPage: ({ parent, properties, children = [], templateId }, signal) => {
      const target = 'pageId' in parent ? parent.pageId : 'dataSourceId' in parent ? parent.dataSourceId : '';
      return calls.call('createPage', target, signal, () => {
        refuseTooMany(children);
        const source = 'dataSourceId' in parent ? parent.dataSourceId : undefined;
        if (templateId !== undefined && world.templates.get(templateId)?.dataSourceId !== source)
          throw refuse('the template does not exist in this data source');
        const create = () =>
          'dataSourceId' in parent
            ? createRow(world, world.findSource(parent.dataSourceId), properties)
            : createChildPage(world, parentPage(world, parent), properties);
        const node = create();
        if (children.length > 0) insertBlocks(world, node, children);
        if (templateId !== undefined) world.fromTemplate.push({ rowId: node.id, templateId });
        return pageAnswer(world, takesTwice() && source !== undefined ? create() : node);
      });
    },
    updatePage: (id, change, signal) =>
      calls.call('updatePage', id, signal, () => {
        const node = world.find(id, 'page');
        if (change.properties && change.trashed !== false) world.refuseTrashed(node);
        world.remember(node);
        if (change.properties) writeProperties(node, world.sourceOfRow(node), change.properties);
        if (change.trashed !== undefined) node.trashed = change.trashed;
        node.editedAt = world.now();
        return pageAnswer(world, node);
      }),
  };
}

function createDatabaseWrites(world: FakeWorld, calls: FakeCalls): Part<'createDatabase' | 'updateDataSource'> {
  return {
    createDatabase: ({ parent, title, properties, icon }, signal) =>
      calls.call('createDatabase', 'pageId' in parent ? parent.pageId : '', signal, () => {
        if ('dataSourceId' in parent) throw refuse('parent should be a page');
        const page = parentPage(world, parent);
        const node = world.addNode({
          kind: 'database',
          type: 'child_database',
          parent: page ? { type: 'page_id', page_id: page.id } : { type: 'workspace', workspace: true },
          parentId: page?.id,
          shared: page === undefined,
          body: { title },
          icon: icon === undefined ? null : { type: 'emoji', emoji: icon },
        });
        page?.children.push(node.id);
        addSource(world, node.id, title, properties);
        return databaseAnswer(world, node);
      }),
    updateDataSource: (id, { properties }, signal) =>
      calls.call('updateDataSource', id, signal, () => {
        const source = world.findSource(id);
        updateSchema(world, source, properties);
        return sourceAnswer(world, source);
      }),
  };
}

function parentPage(world: FakeWorld, parent: { pageId: string } | { private: true }): Node | undefined {
  if ('private' in parent) {
    if (world.integration.kind === 'internal') throw refuse('parent should be defined');
    return undefined;
  }
  const page = world.find(parent.pageId, 'page');
  world.refuseTrashed(page);
  return page;
}
