import type { EngineId } from '../../lib/language-model/language-model.ts';
import { engineOrigin, hostPattern } from '../../lib/settings/engine-origin.ts';

/**
 * The match patterns an engine needs, the same that the background checks. Patterns have no port: `http://localhost/*` covers
 * every port of it (https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns). A base URL that is none, or
 * one that is never used (plain http to another machine), gives no pattern.
 */
export function engineHosts(engine: EngineId, baseUrl: string): readonly string[] {
  const origin = engineOrigin(engine, baseUrl);
  return origin === undefined ? [] : [hostPattern(origin)];
}
