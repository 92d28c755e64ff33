import { requireBaseUrl } from '../language-model/base-url.ts';
import { ENGINE_SECRET_NAMES, type EngineId, ENGINES, type EngineSecretName } from '../language-model/engines.ts';
import type { SecretOrigins } from './secret-vault.ts';
import type { SecretName } from './settings.ts';

export const NOTION_ORIGIN = 'https://api.notion.com';

/** Whether the browser lets the extension talk to a host. */
export interface HostAccess {
  /** `pattern`: a match pattern such as `https://api.openai.com/*`. */
  has(pattern: string): Promise<boolean>;
}

/** Where an engine's key is sent. `undefined`: nowhere (a model of this browser), or no base URL that is one. */
export function engineOrigin(engine: EngineId, baseUrl: string): string | undefined {
  const { host } = ENGINES[engine];
  if (host === 'device') return undefined;
  return host === 'base-url' ? originOfBaseUrl(baseUrl) : host;
}

/** The origin that each secret belongs to. */
export function secretOrigins(baseUrl: string): SecretOrigins {
  const origins = ENGINE_SECRET_NAMES.map((name) => [name, engineOrigin(name, baseUrl)] as const);
  return { notion: NOTION_ORIGIN, ...Object.fromEntries(origins.filter(([, origin]) => origin !== undefined)) };
}

/** Secrets whose host another base URL changes: they stay with the host they were saved for. */
export function secretsOfOtherHosts(before: string, after: string): Partial<Record<SecretName, null>> {
  const [old, next] = [secretOrigins(before), secretOrigins(after)];
  const moved = ENGINE_SECRET_NAMES.filter((name) => old[name] !== next[name]);
  return Object.fromEntries(moved.map((name) => [name, null]));
}

/** The match pattern of an origin. It has no port: `http://localhost/*` covers every port. */
export function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** The secret that an engine uses, if it is given; a model of this browser has none. */
export function secretOf(engine: EngineId): EngineSecretName | undefined {
  return ENGINE_SECRET_NAMES.find((name) => name === engine);
}

function originOfBaseUrl(baseUrl: string): string | undefined {
  try {
    return new URL(requireBaseUrl(baseUrl)).origin;
  } catch {
    // Typed wrongly or not at all: there is no host a key could belong to. Saving and using it say what is wrong.
    return undefined;
  }
}
