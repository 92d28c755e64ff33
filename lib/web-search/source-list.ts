/** Sources as they are written: behind a page, or into a property. */
import type { RichText } from '../markdown/block-types.ts';
import { parseTolerantJson } from '../language-model/tolerant-json.ts';
import { sameAddress } from '../prompt/allow-link.ts';
import { Citations } from './citations.ts';
import { cleanWebAddress, type WebSearch, type WebSource } from '../language-model/web-source.ts';

/** What stands behind a page's text: a heading and a list of links, in Markdown. Nothing where nothing was cited. */
export function sourcesSection(sources: readonly WebSource[]): string {
  if (sources.length === 0) return '';
  const lines = sources.map(({ url, title }) => `- [${escape(title ?? hostOf(url))}](<${url.replaceAll('>', '%3E')}>)`);
  return `\n\n## Sources\n\n${lines.join('\n')}\n`;
}

/** The same without links: an engine's way to a page may be one that ends soon. Each name once. */
export function namesOfSources(sources: readonly WebSource[]): string {
  if (sources.length === 0) return '';
  const names = new Set(sources.map(({ url, title }) => escape(title ?? hostOf(url))));
  return `\n\n## Sources\n\n${[...names].map((name) => `- ${name}`).join('\n')}\n`;
}

const escape = (text: string): string => text.replaceAll(/\s+/gu, ' ').replaceAll(/[[\]\\*_`<>$~]/gu, String.raw`\$&`);
const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./u, '');

/** The name of the field in which a model that answers in JSON lists its sources. */
export const SOURCES_KEY = 'sources';

/** The schema with such a field. */
export function withSourcesField(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const item = {
    type: 'object',
    properties: { url: { type: 'string' }, title: { type: ['string', 'null'] } },
    required: ['url', 'title'],
    additionalProperties: false,
  };
  const field = { type: 'array', items: item, description: 'The web pages that the values were taken from.' };
  return {
    ...schema,
    properties: { ...(schema['properties'] as object), [SOURCES_KEY]: field },
    required: [...(schema['required'] as readonly string[]), SOURCES_KEY],
  };
}

/**
 * The sources of a row's answer: those that the model lists and the engine lists too; where it lists none, what the engine says is cited.
 * A model may make an address up; the engine's own list holds only pages that were there.
 */
export function sourcesOf(answer: string, search: WebSearch): readonly WebSource[] {
  const listed = parseTolerantJson(answer)?.[SOURCES_KEY];
  const known = new Citations(search);
  const both = (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((one): WebSource[] => {
    const { url, title } = (one ?? {}) as { readonly url?: unknown; readonly title?: unknown };
    // A place on a page is that page.
    const address = cleanWebAddress(typeof url === 'string' ? url.replace(/#.*$/su, '') : url);
    if (address === undefined || !known.has(address)) return [];
    return [{ url: address, ...(typeof title === 'string' && title.trim() !== '' && { title: title.trim() }) }];
  });
  return both.length > 0
    ? both.filter(({ url }, at) => both.findIndex((one) => sameAddress(one.url, url)) === at)
    : search.cited;
}

/** A property takes a hundred runs of text, and each source is two of them. */
const MOST_IN_TEXT = 40;
const LONGEST_TITLE = 200;

/** What PATCH takes for a property of this type; undefined where there are no sources, or the type holds none. */
export function sourcesValue(
  type: string,
  sources: readonly WebSource[],
): Readonly<Record<string, unknown>> | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  if (type === 'url') return { url: first.url };
  if (type !== 'rich_text') return undefined;
  const runs = sources
    .slice(0, MOST_IN_TEXT)
    .flatMap(({ url, title }, at): RichText[] => [
      ...(at === 0 ? [] : [{ type: 'text' as const, text: { content: '\n' } }]),
      { type: 'text', text: { content: (title ?? hostOf(url)).slice(0, LONGEST_TITLE).toWellFormed(), link: { url } } },
    ]);
  return { rich_text: runs };
}
