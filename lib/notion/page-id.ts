/**
 * Which page, view, peek and block a Notion URL names. Pure and without dependencies: it goes into the content script too.
 *
 * Notion's own SDK has `extractNotionId`, which is not used on browser URLs: it ignores the host, prefers a peek over a
 * bare path id and fails on dashed ids in a path.
 */

export type PeekMode = 'side' | 'center' | 'full' | 'unknown';

/** The URL names a page, a peeked page, or both. Every id is a lower-case dashed UUID. */
export interface NotionTarget {
  readonly kind: 'target';
  readonly host: string;
  /** The page or database of the path. */
  readonly pageId?: string;
  /** The database view (`v=`). Its presence means that the path names a database. */
  readonly viewId?: string;
  /** The page that is peeked over it (`p=`). */
  readonly peekId?: string;
  /** How the peek is shown (`pm=`). Set whenever `peekId` is. */
  readonly peekMode?: PeekMode;
  /** The block of the hash. */
  readonly blockId?: string;
}

export type ParsedNotionUrl =
  { readonly kind: 'not-notion' } | { readonly kind: 'no-page'; readonly host: string } | NotionTarget;

const HOSTS = new Set(['app.notion.com', 'www.notion.so', 'notion.so']);
const PUBLISHED_HOST = /^[a-z0-9-]+\.notion\.site$/;

/** First path segments that are surfaces of the app or of the public site, never a workspace or a page. */
const RESERVED_ROUTES = new Set(
  (
    'api image images icons file signed invite login logout signup onboarding chat ai agent home inbox library ' +
    'my-integrations developers help product templates blog guides pricing desktop mobile download settings search trash oauth2'
  ).split(' '),
);

const ID = '[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WHOLE_ID = new RegExp(`^(?:${ID})$`, 'i');
/** A title slug may hold hex words, so the id must end the segment and start it or follow a hyphen. */
const ID_AT_END = new RegExp(`(?:^|-)(${ID})$`, 'i');

/** Reads a URL as a browser shows it. Never throws; what is not a whole id is ignored. */
export function parseNotionUrl(input: string): ParsedNotionUrl {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (url === undefined || !isNotionUrl(url)) return { kind: 'not-notion' };
  const host = url.hostname;
  const path = readPath(url.pathname);
  if (path === 'reserved') return { kind: 'no-page', host };
  const peekId = toDashedId(url.searchParams.get('p') ?? '');
  if (path.pageId === undefined && peekId === undefined) return { kind: 'no-page', host };
  const viewId = toDashedId(url.searchParams.get('v') ?? '');
  const blockId = toDashedId(url.hash.replace(/^#(?:block-)?/, ''));
  return {
    kind: 'target',
    host,
    ...(path.pageId !== undefined && { pageId: path.pageId }),
    ...(viewId !== undefined && { viewId }),
    ...(peekId !== undefined && { peekId, peekMode: readPeekMode(url.searchParams.get('pm')) }),
    ...(blockId !== undefined && { blockId }),
  };
}

/** The page a person looks at: the peeked one, else the one of the path. */
export function openTargetId(parsed: ParsedNotionUrl): string | undefined {
  return parsed.kind === 'target' ? (parsed.peekId ?? parsed.pageId) : undefined;
}

/** A whole id, dashed or not, in any case, as a lower-case dashed UUID. Anything else: undefined. */
export function toDashedId(id: string): string | undefined {
  if (!WHOLE_ID.test(id)) return undefined;
  return toUndashedId(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The form that URLs carry: 32 lower-case hex digits. */
export function toUndashedId(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}

/** The address of a page or database by its id. Never made from a title: such URLs break. */
export function pageUrl(id: string): string {
  return `https://app.notion.com/p/${toUndashedId(id)}`;
}

function isNotionUrl(url: URL): boolean {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return HOSTS.has(url.hostname) || PUBLISHED_HOST.test(url.hostname);
}

/** `/p/<workspace>/<Slug>-<id>`, the older form without `p`, and both behind `/native` (the desktop app's opener). */
function readPath(pathname: string): 'reserved' | { pageId?: string } {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (segments[0] === 'native') segments.shift();
  if (segments[0] === 'p') segments.shift();
  else if (RESERVED_ROUTES.has(segments[0] ?? '')) return 'reserved';
  const last = segments.length <= 2 ? segments.at(-1) : undefined;
  const pageId = toDashedId(ID_AT_END.exec(last ?? '')?.[1] ?? '');
  return pageId === undefined ? {} : { pageId };
}

function readPeekMode(mode: string | null): PeekMode {
  if (mode === 's') return 'side';
  if (mode === 'c') return 'center';
  return mode === 'f' ? 'full' : 'unknown';
}
