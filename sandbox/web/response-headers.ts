import { randomBytes } from 'node:crypto';

export type CspMode = 'known' | 'paranoid' | 'off';

/** The shape of a policy that the web app was once seen with; vendors' hosts left out. */
const KNOWN = [
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "connect-src 'self' https: http: wss:",
  "font-src 'self' data:",
  "img-src 'self' data: blob: https:",
  "style-src 'self' 'unsafe-inline'",
  'frame-src https: http:',
  'media-src https: http:',
].join('; ');

const paranoid = () =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${randomBytes(12).toString('base64url')}'`,
    "style-src 'self'",
    "frame-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types none',
  ].join('; ');

/** Headers of a document of the web app. `paranoid` is stricter than anything seen: what runs there runs anywhere. */
export function documentHeaders(mode: CspMode): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=5184000; includeSubDomains',
  };
  if (mode === 'off') return headers;
  headers['content-security-policy'] = mode === 'paranoid' ? paranoid() : KNOWN;
  headers['content-security-policy-report-only'] = "object-src 'none'; base-uri 'self'";
  return headers;
}
