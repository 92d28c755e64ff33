import type { RichText, RichTextList, TextRun } from './block-types.ts';
import { jsonBytes } from './clean-text.ts';
import { splitText } from './split-text.ts';

/** https://developers.notion.com/reference/request-limits */
export const MAX_TEXT_LENGTH = 2000;
export const MAX_RUNS = 100;
export const MAX_EXPRESSION_LENGTH = 1000;
/** Ours: one block stays well below what a whole request may carry (500 KB). */
export const MAX_TEXT_BYTES = 250_000;

/** Bytes of keys and braces around a run, at most. */
const RUN_OVERHEAD = 170;

export function runBytes(run: RichText): number {
  if (run.type === 'equation') return RUN_OVERHEAD + jsonBytes(run.equation.expression);
  return RUN_OVERHEAD + jsonBytes(run.text.content) + jsonBytes(run.text.link?.url ?? '');
}

/**
 * Distributes the text of a block over as many blocks as Notion's limits ask for: usually one, none for no text. The cut
 * is behind a sentence where there is one in the second half; the space at the cut is dropped.
 */
export function splitRuns(runs: readonly RichText[], maxBytes = MAX_TEXT_BYTES): RichTextList[] {
  const groups: RichTextList[] = [];
  let group: RichTextList = [];
  let bytes = 0;
  for (const run of runs) {
    const cost = runBytes(run);
    if (group.length >= MAX_RUNS || (group.length > 0 && bytes + cost > maxBytes)) {
      const [head, rest] = cutBehindSentence(group);
      groups.push(head);
      group = rest;
      bytes = rest.reduce((sum, each) => sum + runBytes(each), 0);
    }
    group.push(run);
    bytes += cost;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

const SENTENCE_END = /(?:[.!?…]["'”’)\]]*[ \n]|[。！？]|\n)/g;

function cutBehindSentence(group: RichTextList): [RichTextList, RichTextList] {
  for (let i = group.length - 1; i > group.length / 2; i--) {
    const run = group[i]!;
    if (run.type !== 'text' || run.annotations?.code === true) continue;
    const end = [...run.text.content.matchAll(SENTENCE_END)].at(-1);
    if (end === undefined) continue;
    const at = end.index + end[0].length;
    const head = withContent(run, run.text.content.slice(0, at).trimEnd());
    const tail = withContent(run, run.text.content.slice(at).trimStart());
    return [
      [...group.slice(0, i), ...head],
      [...tail, ...group.slice(i + 1)],
    ];
  }
  return [group, []];
}

function withContent(run: TextRun, content: string): TextRun[] {
  return content === '' ? [] : [{ ...run, text: { ...run.text, content } }];
}

/** Plain runs of one text. */
export function textRuns(text: string): TextRun[] {
  return splitText(text, MAX_TEXT_LENGTH).map((content) => ({ type: 'text', text: { content } }));
}
