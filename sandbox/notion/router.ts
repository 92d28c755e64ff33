import type { Endpoint } from './context.ts';
import * as blocks from './endpoints/blocks.ts';
import * as dataSources from './endpoints/data-sources.ts';
import * as databases from './endpoints/databases.ts';
import * as markdown from './endpoints/page-markdown.ts';
import * as pages from './endpoints/pages.ts';
import { search } from './endpoints/search.ts';
import * as users from './endpoints/users.ts';
import * as views from './endpoints/views.ts';

/** Method and path of every endpoint; `:name` is a parameter. */
const ROUTES: Record<string, Endpoint> = {
  'GET users/me': users.me,
  'GET users': users.listUsers,
  'GET users/:user_id': users.getUser,
  'POST search': search,
  'POST pages': pages.createPage,
  'GET pages/:page_id': pages.getPage,
  'PATCH pages/:page_id': pages.updatePage,
  'POST pages/:page_id/move': pages.movePage,
  'GET pages/:page_id/properties/:property_id': pages.getProperty,
  'GET pages/:page_id/markdown': markdown.getMarkdown,
  'PATCH pages/:page_id/markdown': markdown.updateMarkdown,
  'GET async_tasks/:task_id': markdown.getTask,
  'GET blocks/:block_id': blocks.getBlock,
  'PATCH blocks/:block_id': blocks.updateBlock,
  'DELETE blocks/:block_id': blocks.deleteBlock,
  'GET blocks/:block_id/children': blocks.listChildren,
  'PATCH blocks/:block_id/children': blocks.appendChildren,
  'POST databases': databases.createDatabase,
  'GET databases/:database_id': databases.getDatabase,
  'PATCH databases/:database_id': databases.updateDatabase,
  'POST data_sources': dataSources.createDataSourceEndpoint,
  'GET data_sources/:data_source_id': dataSources.getDataSource,
  'PATCH data_sources/:data_source_id': dataSources.updateDataSource,
  'POST data_sources/:data_source_id/query': dataSources.queryDataSource,
  'GET data_sources/:data_source_id/templates': dataSources.listTemplates,
  'GET views': views.listViews,
  'POST views': views.createView,
  'GET views/:view_id': views.getView,
  'PATCH views/:view_id': views.updateView,
  'DELETE views/:view_id': views.deleteView,
  'POST views/:view_id/queries': views.createQuery,
  'GET views/:view_id/queries/:query_id': views.getQuery,
  'DELETE views/:view_id/queries/:query_id': views.deleteQuery,
};

const TABLE = Object.entries(ROUTES).map(([key, endpoint]) => {
  const [method = '', path = ''] = key.split(' ');
  return { method, parts: path.split('/'), endpoint };
});

/** The endpoint of a request and its path parameters; undefined for an address that does not exist. */
export function route(
  method: string,
  pathname: string,
): { endpoint: Endpoint; params: Record<string, string> } | undefined {
  if (!pathname.startsWith('/v1/')) return undefined;
  const given = pathname.slice('/v1/'.length).split('/');
  for (const { method: wanted, parts, endpoint } of TABLE) {
    if (wanted !== method || parts.length !== given.length) continue;
    const params: Record<string, string> = {};
    const fits = parts.every((part, index) => {
      const value = given[index] ?? '';
      if (!part.startsWith(':')) return part === value;
      params[part.slice(1)] = value;
      return value !== '';
    });
    if (fits) return { endpoint, params };
  }
  return undefined;
}
