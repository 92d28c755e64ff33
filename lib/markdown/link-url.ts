/** Notion's limit for any URL. https://developers.notion.com/reference/request-limits */
export const MAX_URL_LENGTH = 2000;

// One URL that Notion does not like fails the whole request, so what is doubtful counts as no link: no user names or
// passwords, and only host names with a dot.
const HOST = /^(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9][a-z0-9-]*$/;
const MAIL = /^mailto:[^\s@?&,;:]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\?[^\s]*)?$/i;
// Left as they are by URL, but not part of a URL by RFC 3986.
const NOT_IN_URL = /[\\[\]{}|^`"<>\s]/g;

/** The URL as it is written to Notion, or undefined when it cannot be a link there. */
export function linkUrl(href: string): string | undefined {
  const url = parse(withScheme(href.trim()));
  if (url === undefined) return undefined;
  if (url.protocol === 'mailto:') return MAIL.test(url.href) && fits(url.href) ? url.href : undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || !HOST.test(url.hostname)) return undefined;
  const origin = url.origin;
  const written = origin + url.href.slice(origin.length).replace(NOT_IN_URL, encodeURIComponent);
  return fits(written) ? written : undefined;
}

/** `www.example.com` has https, as GFM has it; other addresses without a scheme may be files. */
const withScheme = (href: string): string => (/^www\./i.test(href) ? `https://${href}` : href);

/** The same address in one spelling, for comparing what was sent with what came back. */
export function comparableUrl(href: string): string {
  const url = parse(href);
  return (url === undefined ? href : url.href).replace(/\/$/, '');
}

function parse(href: string): URL | undefined {
  // URL also reads "https:example.com" and "http:\\x"; Notion need not.
  if (!/^(?:https?:\/\/[^/\\]|mailto:)/i.test(href)) return undefined;
  try {
    return new URL(href);
  } catch {
    return undefined; // not a URL: the caller keeps the text
  }
}

function fits(url: string): boolean {
  return url.length <= MAX_URL_LENGTH;
}
