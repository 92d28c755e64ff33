/**
 * The sandbox's model: a deterministic writer, not an AI, and it says so in every text. It takes the prompt seriously as far
 * as rules can: topic, length, lists, tables, code, to-dos, outlines, summaries by first sentences, small translations,
 * JSON that fits a schema.
 */
import type { AnswerRequest } from './answer-request.ts';
import { writeDemoArticle, writeDemoForms, writeDemoProse } from './demo-article.ts';
import { writeDemoJson } from './demo-json.ts';
import { translateDemo } from './demo-translations.ts';
import { readDemoWish, type DemoWish } from './demo-wish.ts';

/** The last line of every demo text. */
export const DEMO_LABEL = '(Demo text written by rules, not by an AI.)';
const SHORT_LABEL = '(demo text, not AI)';

/** The text of an answer. Same request and day, same text. */
export function writeDemoAnswer(request: AnswerRequest, nowMs: number): string {
  const wish = readDemoWish(request);
  if (request.json) {
    const body = wish.isCell || request.schema ? plainBody({ ...wish, isCell: true }) : plainBody(wish);
    const value = writeDemoJson(request.schema ?? { type: 'object', properties: { text: { type: 'string' } } }, {
      text: () => `${body} ${SHORT_LABEL}`,
      today: new Date(nowMs).toISOString().slice(0, 10),
      promptWords: `${wish.instruction}\n${wish.pieces.join('\n')}`.toLowerCase(),
    });
    return JSON.stringify(value);
  }
  const text = plainBody(wish);
  return wish.isCell ? `${text} ${SHORT_LABEL}` : `${text}\n\n*${DEMO_LABEL}*`;
}

function plainBody(wish: DemoWish): string {
  if (wish.task === 'translate') return translateDemo(textToTranslate(wish), wish.language ?? 'japanese');
  if (wish.task === 'summarise' && wish.pieces.length > 0) return summarise(wish);
  if (wish.forms.size > 0) return writeDemoForms(wish);
  if (wish.isCell || wish.sentences !== undefined || (wish.words !== undefined && wish.words <= 80))
    return writeDemoProse(wish);
  return writeDemoArticle(wish);
}

/** The data, else what is quoted, else what follows the colon. */
function textToTranslate(wish: DemoWish): string {
  if (wish.pieces.length > 0) return wish.pieces.join('\n\n');
  const quoted = /["“„«']([^"”“»]+)["”“»']/u.exec(wish.instruction)?.[1];
  if (quoted) return quoted;
  const afterColon = /:\s*([\s\S]+)$/u.exec(wish.instruction)?.[1];
  if (afterColon) return afterColon;
  const inline = /translate\s+([\s\S]+?)\s+(?:in)?to\s+/iu.exec(wish.instruction)?.[1];
  return inline ?? wish.topic;
}

/** The first sentences of the data, as many as were asked for (default 3). */
function summarise(wish: DemoWish): string {
  const plain = wish.pieces
    .join('\n')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:#{1,6}|[-*+]|\d+[.)]|>|- \[[ x]\])\s+/u, '').trim())
    .filter((line) => line !== '' && !/^[|`-]/u.test(line))
    .map((line) => (/[.!?。]$/u.test(line) ? line : `${line}.`))
    .join(' ');
  const sentences = plain.match(/[^.!?。]+[.!?。]+/gu) ?? [plain];
  const count = wish.items ?? wish.sentences ?? 3;
  const chosen = sentences.slice(0, count).map((sentence) => sentence.trim());
  if (wish.forms.has('list')) return chosen.map((sentence) => `- ${sentence}`).join('\n');
  const text = chosen.join(' ');
  return wish.words === undefined ? text : text.split(/\s+/u).slice(0, wish.words).join(' ');
}
