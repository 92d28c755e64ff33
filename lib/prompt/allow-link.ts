/**
 * Which addresses of an answer are written. Text that a model reads may hold instructions of a stranger, and an address is a way
 * out: `https://stranger.example/?what=it-read` tells the stranger as soon as somebody follows it, or Notion looks at it. A
 * stranger names a host of their own, so a host that merely stood in the text proves nothing; a whole address that stood there
 * carries nothing that was not there before. (Prompt injection: https://genai.owasp.org/llmrisk/llm01-prompt-injection/)
 */

import { lazy } from '../shared/lazy.ts';

// Host names as they stand in running text: with letters of any script, and at least one dot.
const hostInText = lazy(
  () =>
    /(?<![\p{L}\p{N}-])[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)+/gu,
);
/** A whole address, up to a space or a sign that is in none. */
const ADDRESS_IN_TEXT = /(?:https?:\/\/|mailto:)[^\s<>"'`|\\^{}]+/giu;
/** What ends an address without a scheme. */
const BETWEEN_ADDRESSES = /[\s<>"'`|\\^{}()[\]]+/u;
/** What may stand right behind an address without being part of it. */
const BEHIND_ADDRESS = /[.,;:!?…。、，；：！？'"’”»›*_~]+$/u;

export interface LinkSources {
  /** What the person wrote: prompt and standing instructions. An address on a host that they name is theirs. */
  readonly trusted: readonly string[];
  /** Text of a workspace that was sent: page, row, selection, context. Blank text is none. */
  readonly untrusted: readonly string[];
  /** Addresses that the engine itself gave as its sources, apart from its text. */
  readonly citations?: readonly string[];
  /** The model also reads pages of the web: what it finds there may be a stranger's. */
  readonly readsWeb?: boolean;
}

/** Only http, https and mailto; any such address where no untrusted text was sent. */
export function createLinkFilter({
  trusted,
  untrusted,
  citations = [],
  readsWeb = false,
}: LinkSources): (url: string) => boolean {
  const isFree = !readsWeb && untrusted.every((text) => text.trim() === '');
  const hosts = isFree ? new Set<string>() : new Set(trusted.flatMap(hostsIn));
  const known = isFree
    ? new Set<string>()
    : new Set([...untrusted.flatMap(addressesIn), ...citations.flatMap(spelling)]);
  return (url) => {
    if (!URL.canParse(url)) return false;
    const parsed = new URL(url);
    if (!['http:', 'https:', 'mailto:'].includes(parsed.protocol)) return false;
    if (isFree || spelling(url).some((address) => known.has(address))) return true;
    if (parsed.protocol === 'mailto:') return mailHosts(parsed).every((host) => hosts.has(host));
    return hosts.has(withoutWww(parsed.hostname));
  };
}

/** Whether two addresses are one, in whatever spelling. */
export function sameAddress(one: string, other: string): boolean {
  const [a] = spelling(one);
  return a !== undefined && spelling(other).includes(a);
}

/** The same decision, with the host of each refused address put into `dropped`: a run says what was left out. */
export function recordDropped(allow: (url: string) => boolean, dropped: Set<string>): (url: string) => boolean {
  return (url) => {
    if (allow(url)) return true;
    if (dropped.size < MOST_NAMED) dropped.add(placeOf(url));
    return false;
  };
}

const MOST_NAMED = 20;

const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return url.slice(0, LONGEST_NAME);
  const { hostname, protocol, pathname } = new URL(url);
  return (hostname === '' ? `${protocol}${decode(pathname)}` : hostname).slice(0, LONGEST_NAME);
};

/** Longer than this, a title or a value may be a text, with anything in it. */
const LONGEST_NAME = 120;
const spelledOutDot = lazy(
  () =>
    /[\p{L}\p{N}](?:\s*[[({<]?\s*(?:dot|%2e|[．。｡])\s*[\])}>]?\s*|\s*[[({<]\s*\.\s*[\])}>]\s*|\s+\.\s*)[\p{L}\p{N}]/iu,
);
/** File names, products and versions, which are no hosts: Node.js, notes.pdf, GPT-4.5. */
const NO_HOST =
  /^[^.]+\.(?:js|ts|jsx|tsx|json|html?|css|pdf|docx?|xlsx?|pptx?|csv|txt|png|jpe?g|gif|svg|exe)$|\.\d+$/iu;
const IP_ADDRESS = /^\d+(?:\.\d+){3}$/u;

/**
 * Whether a title or a value of a row is a plain name: one short line that names no host and no address, so that nobody can
 * have put a place into it that an answer could lead to. “Berlin”, “Northwind Traders”, “Node.js basics”.
 */
export function isPlainName(text: string): boolean {
  if (text.length > LONGEST_NAME || /[\r\n\u2028\u2029@]|:\/\//u.test(text)) return false;
  // As it is read: dots of every width are dots, and what is not seen (soft hyphens, zero width) parts no host from its dot.
  const read = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  return (
    !spelledOutDot().test(read) &&
    [...read.matchAll(hostInText())].every(([host]) => NO_HOST.test(host) && !IP_ADDRESS.test(host))
  );
}

/** Whether an address repeats a code, number or key that stood in what was sent, in whatever case of letters. */
export function repeatsCode(url: string, sent: readonly string[]): boolean {
  const address = plain(decode(url));
  return sent.some((text) => [...text.matchAll(codes())].some(([code]) => address.includes(plain(code))));
}

/** Six or more letters and digits with at least one digit, or letters in capitals only: no word of a language. */
const codes = lazy(() => /(?=[\p{L}\p{N}_-]*\p{N})[\p{L}\p{N}_-]{6,}|\p{Lu}[\p{Lu}_-]{5,}/gu);
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function hostsIn(text: string): string[] {
  return [...text.matchAll(hostInText())].flatMap(([token]) => {
    const address = `http://${token}`;
    return URL.canParse(address) ? [withoutWww(new URL(address).hostname)] : [];
  });
}

/** Every address of a text, with and without what may belong to the sentence or to Markdown around it. */
function addressesIn(text: string): string[] {
  const whole = [...text.matchAll(ADDRESS_IN_TEXT)].map(([token]) => token);
  const bare = bareAddressesIn(text);
  return [
    ...whole.flatMap((token) => [...readings(token), ...beforeBrackets(token)]),
    ...bare.flatMap((token) => readings(token).map(withScheme)),
  ].flatMap(spelling);
}

/**
 * What is an address without its scheme: a host with a path, or an e-mail address. Cut first and looked at afterwards: one pattern
 * for both takes the square of the time on a long text without a space.
 */
function bareAddressesIn(text: string): string[] {
  return text.split(BETWEEN_ADDRESSES).flatMap((word) => {
    const token = word.replace(/^[^\p{L}\p{N}]+/u, '');
    return /[.@]./su.test(token.slice(1)) ? [token] : [];
  });
}

/** As it stands, and without the signs of a sentence behind it. */
const readings = (token: string): string[] => [token, token.replace(BEHIND_ADDRESS, '')];

/** `https://a.example/x)` and `a.example/x](…`: the part before each bracket. */
function beforeBrackets(address: string): string[] {
  const parts: string[] = [];
  for (const [index, character] of [...address].entries()) {
    if ('()[]（）「」『』【】'.includes(character))
      parts.push([...address].slice(0, index).join('').replace(BEHIND_ADDRESS, ''));
  }
  return parts;
}

const withScheme = (address: string): string =>
  /^[^\s/@?#]+@[^\s/@?#]+$/u.test(address) ? `mailto:${address}` : `https://${address}`;

/** An address in one spelling for comparison: without scheme, `www.` and a last slash; query and fragment count. */
function spelling(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  if (url.protocol === 'mailto:') return [`mailto:${decode(url.pathname).toLowerCase()}${url.search}`];
  if (url.hostname === '' || url.username !== '' || url.password !== '') return [];
  const port = url.port === '' ? '' : `:${url.port}`;
  return [`${withoutWww(url.hostname)}${port}${url.pathname.replace(/\/$/u, '')}${url.search}${url.hash}`];
}

/** Every address of a mailto link, also those in its query; a link without any goes nowhere and is refused. */
function mailHosts(url: URL): string[] {
  const fields = [...url.searchParams].filter(([name]) => /^(?:to|cc|bcc)$/iu.test(name)).map(([, value]) => value);
  const addresses = [decode(url.pathname), ...fields].flatMap((list) => list.split(','));
  const all = addresses.map((address) => address.trim()).filter((address) => address !== '');
  return all.length === 0 ? [''] : all.map(mailHost);
}

/** Of more than one “@” readers take the host behind the first or the last: there is none then. */
function mailHost(address: string): string {
  const [, host = '', ...more] = address.toLowerCase().split('@');
  return more.length > 0 ? '' : withoutWww(host);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign: the raw text has no address that is known
  }
}

const withoutWww = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/\.$/u, '');
