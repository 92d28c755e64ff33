/** The stand-in's own reading of a URL: written apart from the product's, so that one cannot hide the other's faults. */

const SURFACES = { '': 'home', home: 'home', chat: 'chat', ai: 'chat', login: 'login' };
const DEAD_ENDS = ['invite', 'templates', 'image', 'developers', 'settings'];
const MODES = { s: 'side', c: 'center', f: 'full' };

const dash = (hex) =>
  hex
    .toLowerCase()
    .replaceAll('-', '')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const wholeId = (text) =>
  /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text ?? '') ? dash(text) : undefined;

export function readRoute(url) {
  const parts = url.pathname.split('/').filter((part) => part !== '' && part !== 'native');
  const modern = parts[0] === 'p';
  const rest = modern ? parts.slice(1) : parts;
  const peekId = wholeId(url.searchParams.get('p'));
  const route = {
    viewId: wholeId(url.searchParams.get('v')),
    ...(peekId !== undefined && { peekId, peekMode: MODES[url.searchParams.get('pm')] }),
  };
  if (!modern && rest.length <= 1 && rest[0] in { ...SURFACES, undefined: 0 })
    return { ...route, surface: SURFACES[rest[0] ?? ''] };
  const found = /(?:^|-)([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(rest.at(-1) ?? '');
  if (found && rest.length <= 2 && (modern || !DEAD_ENDS.includes(rest[0])))
    return { ...route, surface: 'page', pageId: dash(found[1]) };
  return { ...route, surface: peekId === undefined ? 'missing' : 'home' };
}

/** The path of a page as the app writes it: workspace, title, id. */
export function pagePath(id, title) {
  const slug = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return `/p/acme/${slug === '' ? '' : `${encodeURIComponent(slug)}-`}${id.replaceAll('-', '')}`;
}

export const viewParam = (id) => id.replaceAll('-', '');
