/**
 * Tags that stand for a block: HTML's few that models use, and those of Notion's own Markdown in both versions, which a
 * model that was shown a page echoes. https://developers.notion.com/guides/data-apis/enhanced-markdown
 */
const CONTAINERS: ReadonlySet<string> = new Set([
  ...['details', 'callout', 'toggle', 'quote', 'blockquote', 'todo', 'li', 'ul', 'ol', 'p'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'columns', 'column', 'tabs', 'tab', 'synced_block', 'synced-block'],
  ...['synced_block_reference', 'meeting-notes', 'page', 'database', 'image', 'file', 'audio', 'video', 'pdf'],
  ...['bookmark', 'embed'],
]);
/** Stand alone, and have nothing to show. */
const SILENT: ReadonlySet<string> = new Set([
  ...['empty-block', 'table_of_contents', 'table-of-contents', 'breadcrumb', 'colgroup'],
]);

export interface OpeningTag {
  readonly name: string;
  readonly source: string;
  /** The tag has no content: `<p />`, `<hr>`. */
  readonly isWhole: boolean;
}

const OPENING = /^<([a-z][a-z0-9_-]*)((?:\s[^<>]*?)?)(\/?)>/i;

/** The block tag that a text begins with. */
export function openingTagOf(text: string): OpeningTag | undefined {
  const match = OPENING.exec(text);
  if (match === null) return undefined;
  const [source, written, , slash] = match;
  const name = written!.toLowerCase();
  if (SILENT.has(name) || name === 'hr' || name === 'img') return { name, source, isWhole: true };
  if (!CONTAINERS.has(name)) return undefined;
  if (slash === '/') return { name, source, isWhole: true };
  // "<file> is the path" is a placeholder: a tag's content begins on the next line, or the tag is closed on this one.
  const rest = text.slice(source.length);
  const stands = rest.trim() === '' || name === 'details' || endOfTag(rest, name) !== undefined;
  return stands ? { name, source, isWhole: false } : undefined;
}

/** Where the closing tag stands in a text, outside code. */
export function endOfTag(text: string, name: string): { readonly from: number; readonly to: number } | undefined {
  const lower = text.toLowerCase();
  const close = `</${name}`;
  for (let from = lower.indexOf(close); from >= 0; from = lower.indexOf(close, from + 1)) {
    const to = lower.indexOf('>', from);
    if (to < 0) return undefined;
    if (lower.slice(from + close.length, to).trim() === '' && !isInCode(text, from)) return { from, to: to + 1 };
  }
  return undefined;
}

function isInCode(text: string, position: number): boolean {
  let isCode = false;
  for (let i = text.indexOf('`'); i >= 0 && i < position; i = text.indexOf('`', i + 1)) isCode = !isCode;
  return isCode;
}

/** The attributes of an opening tag, names in lower case. */
export function attributesOf(source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of source.matchAll(/\s([a-z][\w-]*)\s*=\s*(?:\{?"([^"]*)"\}?|\{?'([^']*)'\}?|([^\s"'>]+))/gi)) {
    found.set(match[1]!.toLowerCase(), match[2] ?? match[3] ?? match[4] ?? '');
  }
  return found;
}
