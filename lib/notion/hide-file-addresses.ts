/**
 * Addresses of files that Notion keeps for a person: for about an hour anybody who has one can read the file, so none is ever sent to an
 * engine. The file's name stands in its place, or `(image)` or `(file)` where there is none.
 * https://developers.notion.com/reference/file-object
 */

/** What signs an address, plain or percent-encoded once or twice: Amazon's and Google's parameters. */
const SIGNED =
  /x-(?:amz|goog)-(?:signature|credential|security-token|algorithm|date|expires|signedheaders|content-sha256)(?:=|%(?:25)*3d)/i;
/** Hosts and paths that Notion serves uploaded files from, also inside another address. */
const NOTION_FILES = new RegExp(
  [
    String.raw`[\w.-]*notion-static\.com(?:[/:?]|%)`,
    String.raw`[\w.-]*notionusercontent\.com(?:[/:?]|%)`,
    String.raw`files?\.notion\.(?:so|com)(?:[/:?]|%)`,
    String.raw`prod-files-secure[\w.-]*(?:\.amazonaws\.com)?(?:[/:?]|%)`,
    String.raw`(?:www\.notion\.so|app\.notion\.com|notion\.so)/(?:signed|image|f)/`,
  ].join('|'),
  'i',
);
const HINT = /x-(?:amz|goog)-|notion/i;
/** Letters of a query and its values; brackets and quotes end it, since they belong to the text around. */
const QUERY_LETTER = /[\w%.~&=+;/*:@,\\?#!$-]/;
const START = /https?(?::|%(?:25)*3a)/gi;

/** The text without such addresses. Linear in its length; a text without any comes back as it is. */
export function hideFileAddresses(text: string): string {
  if (!HINT.test(text)) return text;
  return text.replaceAll(/[^\s"'<>`]+/g, (run) => (HINT.test(run) ? hideInRun(run) : run));
}

/** In every text of plain data. */
export function hideFileAddressesIn<T>(data: T): T {
  if (typeof data === 'string') return hideFileAddresses(data) as T;
  if (Array.isArray(data)) return data.map((item: unknown) => hideFileAddressesIn(item)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, hideFileAddressesIn<unknown>(value)]),
  ) as T;
}

/** A run of letters without blanks: each address in it reaches to the next one, or to a letter that no address has. */
function hideInRun(run: string): string {
  const starts = [...run.matchAll(START)].map(({ index }) => index);
  if (starts.length === 0) return dropSigns(run);
  let result = dropSigns(run.slice(0, starts[0]));
  for (const [index, start] of starts.entries()) {
    const part = run.slice(start, starts[index + 1]);
    const end = endOfAddress(part);
    const address = part.slice(0, end);
    const isHidden = SIGNED.test(address) || NOTION_FILES.test(address);
    result += (isHidden ? nameIn(address, run) : address) + dropSigns(part.slice(end));
  }
  return result;
}

/**
 * Where the address ends: behind the last letter of its query; without one, before a bracket that was not opened in it. File names may
 * hold round brackets.
 */
function endOfAddress(part: string): number {
  const query = part.search(/\?|%(?:25)*3f/i);
  let end = query < 0 ? 0 : query;
  let open = 0;
  for (; end < part.length; end += 1) {
    const letter = part[end]!;
    if (query >= 0) {
      if (!QUERY_LETTER.test(letter)) break;
      continue;
    }
    if (letter === '(') open += 1;
    if (letter === ')' && --open < 0) break;
    if (letter === ']' || letter === '}' || letter === '|') break;
  }
  return end;
}

/** A signature whose address was cut off before it. */
function dropSigns(text: string): string {
  return SIGNED.test(text) ? text.replaceAll(new RegExp(`${SIGNED.source}[\\w%.~+/*:@,\\\\-]*`, 'gi'), '') : text;
}

const NAME = /^[^/\\?#<>"'`()[\]{}|\p{C}]{1,100}\.[A-Za-z0-9]{1,8}$/u;

function nameIn(address: string, run: string): string {
  const path = decode(address).split(/[?#]/)[0] ?? '';
  const name =
    path
      .split('/')
      .slice(3)
      .at(-1)
      ?.replaceAll(/[()[\]]/g, '') ?? '';
  if (NAME.test(name) && !SIGNED.test(name)) return name;
  return run.includes('![') ? '(image)' : '(file)';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('\\', ''));
  } catch {
    return text; // an odd escape: the name is taken as it is written
  }
}
