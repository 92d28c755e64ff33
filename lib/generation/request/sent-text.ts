import type { ModelRequest } from '../../language-model/language-model.ts';
import { cutContent } from '../../context/cut-content.ts';

/** Kept of a request, so that the history stays small (characters). */
const MOST_KEPT = 3_000;

/** What a model was sent, as a person can read it; keys go in headers and are no part of it. A long page is cut. */
export function sentText({ system, messages, json }: ModelRequest): string {
  const parts = [system, ...messages.map(({ text }) => text), ...(json ? [JSON.stringify(json.schema)] : [])];
  const { text, isCut } = cutContent(parts.filter((part) => part !== '').join('\n\n'), MOST_KEPT);
  return isCut ? `${text}…` : text;
}
