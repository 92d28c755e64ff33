import { AppError } from '../shared/app-error.ts';

/** The two that the manifest may ask for; `[::1]` is asked for as localhost, which browsers also look up there. */
const LOCAL_HOSTS = /^(?:localhost|127\.0\.0\.1|\[::1\])$/u;

/**
 * A server's base URL, without a slash at the end. Only https, or http to this machine: the prompt and the key travel there.
 * A pasted `…/v1/chat/completions` is taken back to `…/v1`; an address without a path gets `/v1`.
 * @throws AppError engine-base-url-invalid, with what is wrong in details.reason
 */
export function requireBaseUrl(typed: string): string {
  const url = parseUrl(typed.trim());
  if (url.username !== '' || url.password !== '') throw invalid('credentials');
  if (url.protocol === 'http:' && !LOCAL_HOSTS.test(url.hostname)) throw invalid('not-https');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('not-http');
  const path = url.pathname.replace(/\/+$/u, '').replace(/\/(?:chat\/completions|models)$/u, '');
  const origin = url.hostname === '[::1]' ? url.origin.replace('[::1]', 'localhost') : url.origin;
  return `${origin}${path === '' ? '/v1' : path}`;
}

function parseUrl(text: string): URL {
  if (text === '') throw invalid('empty');
  // "localhost:11434" alone would be read as the scheme `localhost:`.
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//iu.test(text)
    ? text
    : `${LOCAL_HOSTS.test(text.split(/[:/]/u)[0] ?? '') ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(withScheme)) throw invalid('unreadable');
  return new URL(withScheme);
}

const invalid = (reason: string): AppError => new AppError('engine-base-url-invalid', 'never', { details: { reason } });
