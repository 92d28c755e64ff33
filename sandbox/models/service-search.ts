/** How services that speak chat completions are asked to search the web, and how they tell what they found. */
import { isRecord } from './http-body.ts';
import type { SandboxPage } from './responses-api.ts';

type Body = Record<string, unknown>;

/** Chat completions only: whether a request asks for a search, and the delta that names what was found. */
export interface ServiceSearch {
  /** The field that asks for it. */
  readonly field: string;
  readonly isAsked: (value: unknown) => boolean;
  /** The model that searches, where it is not the usual one. */
  readonly model?: string;
  readonly deltas: (query: string, pages: readonly SandboxPage[]) => readonly Body[];
}

export const firstTool = (tools: unknown): unknown =>
  Array.isArray(tools) && isRecord(tools[0]) ? tools[0]['type'] : undefined;

export const OPENROUTER_SEARCH: ServiceSearch = {
  field: 'tools',
  isAsked: (tools) => firstTool(tools) === 'openrouter:web_search',
  deltas: (_query, pages) =>
    pages.map(({ url, title }) => ({
      content: '',
      annotations: [{ type: 'url_citation', url_citation: { url, title, start_index: 0, end_index: 0 } }],
    })),
};
export const MISTRAL_SEARCH: ServiceSearch = {
  field: 'tools',
  isAsked: (tools) => firstTool(tools) === 'web_search',
  deltas: (_query, pages) => [
    { content: pages.map(({ url, title }) => ({ type: 'tool_reference', tool: 'web_search', url, title })) },
  ],
};
export const GROQ_SEARCH: ServiceSearch = {
  field: 'compound_custom',
  isAsked: isRecord,
  model: 'groq/compound',
  deltas: (query, pages) => {
    const tool = { index: 0, type: 'search', arguments: JSON.stringify({ query }) };
    const results = pages.map((page) => ({ ...page, content: 'A made-up page.', score: 0.9 }));
    return [
      { executed_tools: [tool] },
      { executed_tools: [{ ...tool, output: 'Pages', search_results: { results } }] },
    ];
  },
};
