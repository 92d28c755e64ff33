import type { AnswerRequest } from './answer-request.ts';
import { demoLanguageIn, type DemoLanguage } from './demo-translations.ts';

/** What a prompt asks for, as far as the demo writer understands it. */
export interface DemoWish {
  /** The person's own words, without the data. */
  readonly instruction: string;
  /** The texts to work on: page, row, selection, topic. */
  readonly pieces: readonly string[];
  readonly topic: string;
  readonly task: 'translate' | 'summarise' | 'write';
  readonly language: DemoLanguage | undefined;
  readonly words: number | undefined;
  readonly sentences: number | undefined;
  readonly items: number | undefined;
  readonly forms: ReadonlySet<DemoForm>;
  /** The answer goes into one cell: short and plain. */
  readonly isCell: boolean;
}

export type DemoForm = 'list' | 'numbered' | 'table' | 'code' | 'todo' | 'outline' | 'quote';

const FENCE = /<data id="([^"]*)" ?(?:kind="(\w+)")?[^>]*>\n?([\s\S]*?)\n?<\/data id="\1">/gu;
/** Sentences that introduce data; they are not the person's words. */
const LEAD_IN =
  /^(?:The page's title:|The page's content so far:|The page that it stands in:|The selected text:|\(Only the first .*\)).*$/gmu;

const FORMS: readonly (readonly [DemoForm, RegExp])[] = [
  ['table', /\b(?:table|tabelle|tabla|comparison chart)\b/iu],
  ['todo', /\b(?:to-?dos?|check-?list|tasks?|action items|aufgaben)\b/iu],
  ['code', /\b(?:code|function|snippet|script)\b/iu],
  ['outline', /\b(?:outline|gliederung|table of contents)\b/iu],
  ['numbered', /\b(?:numbered|steps|step by step|schritte)\b/iu],
  ['list', /\b(?:(?<!to-?do |check)list|bullets?|bullet points?|ideas|liste|stichpunkte|tags|keywords)\b/iu],
  ['quote', /\b(?:quote|quotation|zitat)\b/iu],
];

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
const NUMBER = '(\\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)';

export function readDemoWish(request: AnswerRequest): DemoWish {
  const fenced = [...request.prompt.matchAll(FENCE)].map((match) => ({
    kind: match[2] ?? 'page',
    text: (match[3] ?? '').trim(),
  }));
  const pieces = fenced.filter(({ kind, text }) => kind !== 'title' && text !== '').map(({ text }) => text);
  const titles = fenced.filter(({ kind }) => kind === 'title').map(({ text }) => text);
  const instruction = request.prompt
    .replace(FENCE, (_whole, _nonce, kind: string | undefined, text: string) =>
      kind === 'title' || kind === 'property' ? text : ' ',
    )
    .replace(LEAD_IN, ' ')
    .trim();
  const isTranslation = /\b(?:translat\w*|übersetz\w*|traduc\w*|traduis\w*)\b/iu.test(instruction);
  const asked = isTranslation ? demoLanguageIn(instruction) : undefined;
  const outline = /\boutline\b/iu.test(instruction);
  return {
    instruction,
    pieces,
    topic: topicOf(instruction, pieces, titles),
    task: isTranslation
      ? 'translate'
      : /\b(?:summar\w*|tl;?dr|zusammen\w*|shorten)\b/iu.test(instruction)
        ? 'summarise'
        : 'write',
    language: asked ?? demoLanguageIn(request.system.match(/^.*\bin (?:the language )?.*$/gimu)?.join('\n') ?? ''),
    words: numberBefore(instruction, '-?\\s?(?:words?|wörtern?|palabras|mots)'),
    sentences: numberBefore(instruction, '\\s?(?:sentences?|sätzen?|lines?)'),
    items: numberBefore(
      instruction,
      '\\s(?:\\w+\\s)?(?:bullets?|bullet points|points|items|ideas|steps|tags|keywords|tasks|to-?dos|rows|sections|headings)',
    ),
    forms: new Set(
      FORMS.filter(([, pattern]) => pattern.test(instruction))
        .map(([form]) => form)
        .filter((form) => !outline || form !== 'table'),
    ),
    isCell: /\b(?:one cell|a cell)\b/iu.test(request.system),
  };
}

function numberBefore(text: string, unit: string): number | undefined {
  const found = new RegExp(`\\b${NUMBER}${unit}\\b`, 'iu').exec(text)?.[1];
  if (found === undefined) return undefined;
  return NUMBERS[found.toLowerCase()] ?? Number(found);
}

/** What it is about: the words after “about”, else the given topic, else the instruction without its first verb. */
function topicOf(instruction: string, pieces: readonly string[], titles: readonly string[]): string {
  const about = /\b(?:about|on the topic of|regarding|titled|über)\s+(?!\d)["“']?([^\n.,;:!?"”]{2,80})/iu.exec(
    instruction,
  )?.[1];
  const piece = pieces.find((text) => text.length <= 120 && !text.includes('\n'));
  const first = instruction.split(/[\n.!?]/u)[0] ?? '';
  const bare = first
    .replace(/^(?:please\s+)?(?:write|create|make|give|draft|generate|list|explain|describe|schreibe?)\b/iu, '')
    .replace(/\b(?:me|an?|the|short|long|article|essay|text|paragraph|post|in|of|for|with|\d+|words?)\b/giu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const topic = about
    ?.replace(/\b(?:in|with|using)\s+(?:a\s+)?(?:\d+|one|two|three|four|five|table|bullet|list)\b.*$/iu, '')
    .trim();
  return topic || piece || bare.slice(0, 60) || titles[0] || 'this page';
}
