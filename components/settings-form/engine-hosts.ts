import type { EngineId } from '../../lib/language-model/language-model.ts';

/**
 * The match patterns an engine needs. Patterns have no port: `http://localhost/*` covers every port of it
 * (https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns). A base URL that is none gives no pattern.
 */
export function engineHosts(engine: EngineId, baseUrl: string): readonly string[] {
  switch (engine) {
    case 'gemini':
      return ['https://generativelanguage.googleapis.com/*'];
    case 'openai':
      return ['https://api.openai.com/*'];
    case 'chrome':
      return [];
    case 'compatible':
      return hostPattern(baseUrl);
  }
}

function hostPattern(baseUrl: string): readonly string[] {
  if (!URL.canParse(baseUrl.trim())) return [];
  const { protocol, hostname } = new URL(baseUrl.trim());
  return protocol === 'https:' || protocol === 'http:' ? [`${protocol}//${hostname}/*`] : [];
}
