/** An address in a text without any mark around it. */
export interface BareLink {
  readonly from: number;
  readonly to: number;
  readonly href: string;
  readonly text: string;
}

/** What an address cannot contain: spaces, quotes, brackets of markup, and the punctuation of Chinese and Japanese. */
const NOT_IN_ADDRESS =
  /[\s<>"`|{}^[\]\u2018-\u201F\u2026\u3000-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]/g;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const MAX_LENGTH = 4000;

/**
 * The bare addresses of a text, as GFM finds them (https://github.github.com/gfm/#autolinks-extension-): `http://`,
 * `https://`, `www.` and e-mail. The mark at the end of a sentence and an unpaired ")" are not part of one; neither is CJK
 * text right behind a host name.
 */
export function bareLinksOf(src: string): BareLink[] {
  const links: BareLink[] = [];
  if (!src.includes('://') && !src.includes('@') && !/www\./i.test(src)) return links;
  const starts = /https?:\/\/|www\.|@/gi;
  for (let match = starts.exec(src); match !== null; match = starts.exec(src)) {
    const link = match[0] === '@' ? mailAt(src, match.index) : addressAt(src, match.index, match[0]);
    if (link === undefined || link.from < (links.at(-1)?.to ?? 0)) continue;
    links.push(link);
    starts.lastIndex = link.to;
  }
  return links;
}

function addressAt(src: string, from: number, prefix: string): BareLink | undefined {
  const isWww = !prefix.includes(':');
  if (from > 0 && (isWww ? /[\w/.:@-]/ : /[a-z0-9]/i).test(src[from - 1]!)) return undefined;
  NOT_IN_ADDRESS.lastIndex = from + prefix.length;
  let to = Math.min(NOT_IN_ADDRESS.exec(src)?.index ?? src.length, from + MAX_LENGTH);
  to = hostEnd(src, from + prefix.length, to);
  to = withoutTrailingMarks(src, from + prefix.length, to);
  const host = /^[^/?#]*/.exec(src.slice(from + prefix.length, to))![0];
  if (!/^[\p{L}\p{N}]/u.test(host) || (isWww && !host.includes('.'))) return undefined;
  const text = src
    .slice(from, to)
    .replace(/\\(?=[_*~&])/g, '')
    .replaceAll('&amp;', '&');
  return { from, to, text, href: isWww ? `https://${text}` : text };
}

/** CJK text directly behind a host name is the sentence going on. */
function hostEnd(src: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const character = src[at]!;
    if (character === '/' || character === '?' || character === '#') return to;
    if (character > '\u1000' && CJK.test(character) && /[a-z]/i.test(src.slice(from, at))) return at;
  }
  return to;
}

function withoutTrailingMarks(src: string, from: number, end: number): number {
  let to = end;
  let closing = 0;
  let opening = 0;
  for (let at = from; at < to; at++) {
    if (src[at] === '(') opening++;
    else if (src[at] === ')') closing++;
  }
  while (to > from) {
    const last = src[to - 1]!;
    if (last === ')' && closing > opening) closing--;
    else if (last === ';') {
      const entity = /&[a-z0-9]{1,32};$/i.exec(src.slice(Math.max(from, to - 34), to))?.[0];
      to -= (entity?.length ?? 1) - 1;
    } else if (!/[?!.,:*_~'\\]/.test(last)) return to;
    to--;
  }
  return to;
}

const MAX_LOCAL = 64;

function mailAt(src: string, at: number): BareLink | undefined {
  let from = at;
  while (from > 0 && at - from < MAX_LOCAL && /[\w.+-]/.test(src[from - 1]!)) from--;
  while (from < at && !/[a-z0-9]/i.test(src[from]!)) from++;
  const domain = /^[a-z0-9](?:[\w-]*[a-z0-9])?(?:\.[a-z0-9](?:[\w-]*[a-z0-9])?)+/i.exec(
    src.slice(at + 1, at + 256),
  )?.[0];
  if (from === at || domain === undefined || !/\.[a-z]{2,}$/i.test(domain)) return undefined;
  if (from > 0 && /[/:@]/.test(src[from - 1]!)) return undefined;
  const text = src.slice(from, at + 1) + domain;
  return { from, to: at + 1 + domain.length, text, href: `mailto:${text}` };
}
