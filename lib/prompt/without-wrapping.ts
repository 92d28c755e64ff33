import type { ModelEvent } from '../language-model/language-model.ts';

const OPENING_FENCE = /^\s*(`{3,}|~{3,})(?:markdown|md)[ \t]*$/iu;
// Only what cannot be content: an assurance, or the announcement of the thing that was asked for.
const PREAMBLE =
  /^\s*(?:(?:sure|certainly|of course|absolutely)\b[!,.][^\n]*[:!.]|here(?:'s|’s| is| are) (?:the|your|an?) [^\n]{0,80}\b(?:article|summary|translation|text|version|outline|draft|content|page|markdown)\b[^\n]{0,60}:)\s*$/iu;
const MAX_FIRST_LINE = 240;

/**
 * An answer without what models put around it against instructions: one ```markdown fence around everything, and a first line
 * like “Sure! Here is your article:”. Works on the stream; holds back no more than a line.
 */
export async function* withoutWrapping(events: AsyncIterable<ModelEvent>): AsyncGenerator<ModelEvent> {
  const filter = createWrappingFilter();
  for await (const event of events) {
    const text = event.type === 'end' ? filter.end() : filter.push(event.text);
    if (text !== '') yield { type: 'text', text };
    if (event.type === 'end') yield event;
  }
}

/** The same for a whole text. */
export function stripWrapping(text: string): string {
  const filter = createWrappingFilter();
  return filter.push(text) + filter.end();
}

function createWrappingFilter(): { push(text: string): string; end(): string } {
  let held = '';
  let isAtStart = true;
  let closing: string | undefined;
  /** What stays if nothing else comes: so that a filter never leaves an answer empty. */
  let dropped = '';
  let hasText = false;

  const start = (isEnd: boolean): string => {
    for (;;) {
      const lineEnd = held.indexOf('\n');
      if (lineEnd < 0 && !isEnd && held.length < MAX_FIRST_LINE) return '';
      const line = lineEnd < 0 ? held : held.slice(0, lineEnd);
      const fence = closing === undefined ? OPENING_FENCE.exec(line)?.[1] : undefined;
      const isDropped =
        lineEnd >= 0 && (line.trim() === '' || fence !== undefined || (dropped.trim() === '' && PREAMBLE.test(line)));
      if (!isDropped) break;
      closing ??= fence;
      dropped += held.slice(0, lineEnd + 1);
      held = held.slice(lineEnd + 1);
    }
    isAtStart = false;
    return '';
  };

  /** All but a last line that may be the closing fence. */
  const release = (): string => {
    if (closing === undefined) return takeAll();
    const keepFrom = /\n?[ \t]*[`~]*\s*$/u.exec(held)?.index ?? held.length;
    const text = held.slice(0, keepFrom);
    held = held.slice(keepFrom);
    return text;
  };
  const takeAll = (): string => {
    const text = held;
    held = '';
    return text;
  };
  const emit = (text: string): string => {
    hasText ||= text.trim() !== '';
    return text;
  };

  return {
    push: (text) => {
      held += text;
      if (isAtStart) start(false);
      return isAtStart ? '' : emit(release());
    },
    end: () => {
      if (isAtStart) start(true);
      const rest = closing !== undefined && held.trim() === closing ? '' : takeAll();
      if (hasText || rest.trim() !== '') return emit(rest);
      return dropped + rest;
    },
  };
}
