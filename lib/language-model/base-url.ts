import { AppError } from '../shared/app-error.ts';

/** The two that the manifest may ask for; `[::1]` is asked for as localhost, which browsers also look up there. */
const LOCAL_HOSTS = /^(?:localhost|127\.0\.0\.1|\[::1\])$/u;
/** Private addresses and names: RFC 1918, RFC 3927, RFC 4193, RFC 6762, RFC 8375, and single words as routers hand out. */
const NETWORK_HOSTS =
  /^(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|\[f[cd][\da-f:]+\]|\[fe80:[\da-f:]+\]|[a-z\d-]+|.+\.(?:local|lan|home|internal|home\.arpa))$/iu;
const QUOTES = /^[\s"'`“”‘’«»„]+|[\s"'`“”‘’«»„,;]+$/gu;

/**
 * A server's base URL, without a slash at the end, with its query (`?api-version=…`). Https; or http to this machine or the
 * person's own network, where key and texts travel unprotected: `isUnprotected` tells, and surfaces warn.
 * A pasted `…/v1/chat/completions` is taken back to `…/v1`; an address without a path gets `/v1`.
 * @throws AppError engine-base-url-invalid, with what is wrong in details.reason
 */
export function requireBaseUrl(typed: string): string {
  const url = parseUrl(typed.replace(QUOTES, ''));
  if (url.username !== '' || url.password !== '') throw invalid('credentials');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('not-http');
  if (url.protocol === 'http:' && !isLocal(url.hostname) && !NETWORK_HOSTS.test(url.hostname))
    throw invalid('not-https');
  const path = url.pathname.replace(/\/+$/u, '').replace(/\/(?:chat\/completions|models|messages)$/u, '');
  const origin = url.hostname === '[::1]' ? url.origin.replace('[::1]', 'localhost') : url.origin;
  return `${origin}${path === '' ? '/v1' : path}${url.search}`;
}

/** Whether what is sent there can be read on its way through a network. False for what is no base URL. */
export function isUnprotected(baseUrl: string): boolean {
  try {
    const { protocol, hostname } = new URL(requireBaseUrl(baseUrl));
    return protocol === 'http:' && !isLocal(hostname);
  } catch {
    return false; // What is wrong with it is said where it is saved or used.
  }
}

const isLocal = (hostname: string): boolean => LOCAL_HOSTS.test(hostname);

function parseUrl(text: string): URL {
  if (text === '') throw invalid('empty');
  // "localhost:11434" alone would be read as the scheme `localhost:`.
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//iu.test(text)
    ? text
    : `${isLocal(text.split(/[:/]/u)[0] ?? '') ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(withScheme)) throw invalid('unreadable');
  return new URL(withScheme);
}

const invalid = (reason: string): AppError => new AppError('engine-base-url-invalid', 'never', { details: { reason } });
