import type { JsonObject } from './json.ts';

export interface Answer {
  status?: number;
  body: JsonObject;
  /** What a "saved, but 503" answer names. */
  saved?: { resourceId: string; childIds?: string[] };
}
