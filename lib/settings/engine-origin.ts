import { requireBaseUrl } from '../language-model/base-url.ts';
import type { EngineId } from '../language-model/language-model.ts';
import type { SecretOrigins } from './secret-vault.ts';
import type { SecretName } from './settings.ts';

export const NOTION_ORIGIN = 'https://api.notion.com';

/** Whether the browser lets the extension talk to a host. */
export interface HostAccess {
  /** `pattern`: a match pattern such as `https://api.openai.com/*`. */
  has(pattern: string): Promise<boolean>;
}

/** Where an engine's key is sent. `undefined`: nowhere (Chrome's own model), or no base URL that is one. */
export function engineOrigin(engine: EngineId, baseUrl: string): string | undefined {
  switch (engine) {
    case 'gemini':
      return 'https://generativelanguage.googleapis.com';
    case 'openai':
      return 'https://api.openai.com';
    case 'chrome':
      return undefined;
    case 'compatible':
      return originOfBaseUrl(baseUrl);
  }
}

/** The origin that each secret belongs to. */
export function secretOrigins(baseUrl: string): SecretOrigins {
  const compatible = originOfBaseUrl(baseUrl);
  return {
    notion: NOTION_ORIGIN,
    gemini: 'https://generativelanguage.googleapis.com',
    openai: 'https://api.openai.com',
    ...(compatible !== undefined && { compatible }),
  };
}

/** The match pattern of an origin. It has no port: `http://localhost/*` covers every port. */
export function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** The secret that an engine uses. Chrome's own model has none. */
export function secretOf(engine: EngineId): Exclude<SecretName, 'notion'> | undefined {
  return engine === 'chrome' ? undefined : engine;
}

function originOfBaseUrl(baseUrl: string): string | undefined {
  try {
    return new URL(requireBaseUrl(baseUrl)).origin;
  } catch {
    // Typed wrongly or not at all: there is no host a key could belong to. Saving and using it say what is wrong.
    return undefined;
  }
}
