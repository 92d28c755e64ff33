/**
 * What a click on Generate is said to take, against what the run then takes: tokens, money and minutes, for rows with short cells,
 * with cells of 20,000 characters, with page bodies, and with several properties. Each database is filled twice: twelve rows first, from
 * which Visen learns the model's pace and how long its answers are, then the others. The time left that the run says on its way is
 * held against the truth too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { itemOfRow, type RowItem } from '../components/rows/data/row-item.ts';
import { namedProperties, sampleRows } from '../components/rows/start/estimate-sample.ts';
import type { GenerationOptions } from '../lib/run-request/generation-options.ts';
import type { RunRequest } from '../lib/run-request/run-request.ts';
import type { LanguageModel, ModelRequest, Usage } from '../lib/language-model/language-model.ts';
import type { Estimate } from '../lib/runs/estimate.ts';
import type { RunView } from '../lib/runs/run-views.ts';
import type { Clock } from '../lib/shared/clock.ts';
import { countTokens } from './count-tokens.ts';
import { createQuickWorld, fill, type QuickWorld } from './quick-world.ts';

/** An estimate may be so much off, and so may the time left from a tenth of the run on. */
const ALLOWED = 0.2;
const LEARNED_FROM = 12;
const FIRST_TOKEN_MS = 700;
const TOKEN_MS = 8;
/** Dollars a token. */
const PRICE = { input: 0.15e-6, output: 0.6e-6 } as const;

interface Case {
  readonly name: string;
  readonly rows: number;
  /** Characters of the cell `Notes`, at least and at most. */
  readonly notes: readonly [number, number];
  /** Characters of each page. */
  readonly body?: readonly [number, number];
  readonly prompt: string;
  readonly output: 'text' | 'properties' | 'body';
  /** Words of an answer, on average. */
  readonly words: number;
}

const CASES: readonly Case[] = [
  {
    name: 'short cells',
    rows: 400,
    notes: [20, 160],
    prompt: 'Write two sentences about {{Topic}} for a newsletter. Notes: {{Notes}}',
    output: 'text',
    words: 45,
  },
  {
    name: 'cells of 20,000 characters',
    rows: 160,
    notes: [19_000, 20_000],
    prompt: 'Sum up: {{Notes}}',
    output: 'text',
    words: 200,
  },
  {
    name: 'page bodies',
    rows: 120,
    notes: [20, 160],
    body: [300, 9_000],
    prompt: 'Continue this page: {{page}}',
    output: 'body',
    words: 300,
  },
  {
    name: 'several properties',
    rows: 240,
    notes: [100, 900],
    prompt: 'Rate {{Topic}} by these notes: {{Notes}}',
    output: 'properties',
    words: 40,
  },
];

/** @returns whether all estimates were within the allowed distance of what the runs took */
export async function runEstimateBench(): Promise<boolean> {
  let isGood = true;
  for (const one of CASES) {
    const { figures, isWithin } = await runCase(one);
    console.log(figures);
    isGood &&= isWithin;
  }
  return isGood;
}

async function runCase(one: Case) {
  const world = await createQuickWorld({
    plan: 'plus',
    speed: 'skips',
    model: (clock) => benchModel(clock, one),
    priceOf,
  });
  try {
    const { request, items, properties } = await openDatabase(world, one);
    const ask = (rows: readonly RowItem[]) => {
      const named = namedProperties(one.prompt, properties);
      return world.runs.handlers['runs.estimate']({
        request: request(rows),
        rows: rows.length,
        sample: sampleRows(rows, named),
      });
    };
    const [first, rest] = [items.slice(0, LEARNED_FROM), items.slice(LEARNED_FROM)];
    const unlearned = await ask(rest);
    await fill(world, 'first', request(first));
    const estimate = await ask(rest);
    const looks: Look[] = [];
    const before = world.api.log.entries.length;
    const view = await fill(world, 'rest', request(rest), (seen) => looks.push(lookAt(seen, world.clock.now())));
    const ratios = ratiosOf(estimate, view);
    const left = leftRatios(looks, view);
    const far = [...Object.values(ratios), ...Object.values(left)].filter((ratio) => Math.abs(ratio - 1) > ALLOWED);
    return {
      figures: {
        case: one.name,
        rows: view.done,
        estimated: told(estimate.inputTokens, estimate.outputTokens, estimate.cost, estimate.minutes),
        taken: told(view.inputTokens, view.outputTokens, view.cost, minutesOf(view)),
        ratios,
        timeLeft: left,
        requestsARow: rounded((world.api.log.entries.length - before) / view.done),
        beforeAnyRun: ratiosOf(unlearned, view),
      },
      isWithin: far.length === 0 && view.done === rest.length,
    };
  } finally {
    await world.close();
  }
}

async function openDatabase(world: QuickWorld, one: Case) {
  const { api, token, database: commands } = world;
  const { database, dataSource } = api.world.addDatabase({
    title: 'Topics',
    properties: {
      Topic: { title: {} },
      Notes: { rich_text: {} },
      Content: { rich_text: {} },
      Score: { number: {} },
      Kind: { select: { options: [{ name: 'Post' }, { name: 'Note' }, { name: 'News' }] } },
    },
    rows: Array.from({ length: one.rows + LEARNED_FROM }, (_, at) => ({
      Topic: `The ${at + 1}th topic`,
      Notes: textOf(at, one.notes),
      ...(one.body && { $blocks: paragraphs(textOf(at + 7, one.body)) }),
    })),
  });
  api.world.addToken({ token, shared: [database.id] });
  const { properties, target } = await commands['database.open']({ databaseId: database.id });
  const id = (name: string) => properties.find((property) => property.name === name)?.id ?? '';
  const outputs: Readonly<Record<Case['output'], GenerationOptions['output']>> = {
    text: { kind: 'property', propertyId: id('Content') },
    properties: { kind: 'properties', propertyIds: [id('Content'), id('Score'), id('Kind')] },
    body: { kind: 'body', where: 'end' },
  };
  const output = outputs[one.output]!;
  const options: GenerationOptions = { prompt: one.prompt, where: 'end', usePageContent: false, output };
  // Pages that hold a text already are written to as well.
  const all = one.output === 'body' ? { ...options, overwriteFilled: true } : options;
  const items: RowItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await commands['database.rows']({
      dataSourceId: dataSource.id,
      ...(cursor !== undefined && { cursor }),
    });
    items.push(...page.rows.map((row) => itemOfRow(row)));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const request = (rows: readonly RowItem[]): RunRequest => ({
    kind: 'rows',
    target,
    options: all,
    selection: { kind: 'ticked', rowIds: rows.flatMap((row) => row.id ?? []) },
  });
  return { request, items, properties };
}

interface Look {
  readonly at: number;
  readonly secondsLeft: number | undefined;
}

const lookAt = ({ secondsLeft }: RunView, at: number): Look => ({ at, secondsLeft });

/** What was said of the time left, against what was left, after a tenth of the run, a quarter and a half. */
function leftRatios(looks: readonly Look[], { startedAt = 0, endedAt = 0 }: RunView): Record<string, number> {
  const ratios = [0.1, 0.25, 0.5].map((part) => {
    const time = startedAt + part * (endedAt - startedAt);
    const look = looks.find(({ at }) => at >= time);
    const ratio = look?.secondsLeft === undefined ? NaN : (look.secondsLeft * 1_000) / (endedAt - look.at);
    return [`after ${part * 100} %`, rounded(ratio)] as const;
  });
  return Object.fromEntries(ratios);
}

function ratiosOf(estimate: Estimate, view: RunView): Record<string, number> {
  return {
    tokens: rounded((estimate.inputTokens + estimate.outputTokens) / (view.inputTokens + view.outputTokens)),
    cost: rounded((estimate.cost ?? NaN) / (view.cost ?? NaN)),
    minutes: rounded(estimate.minutes / minutesOf(view)),
  };
}

function told(input: number, output: number, cost = NaN, minutes: number): string {
  return `${input} + ${output} tokens, $${cost.toFixed(4)}, ${minutes.toFixed(2)} min`;
}

const minutesOf = ({ createdAt, endedAt = createdAt }: RunView): number => (endedAt - createdAt) / 60_000;
const rounded = (value: number): number => Math.round(value * 100) / 100;
const priceOf = (usage: Usage): number => usage.inputTokens * PRICE.input + usage.outputTokens * PRICE.output;

/** Answers of unequal lengths, each as long after the question as its tokens take. */
function benchModel(clock: Clock, { output, words }: Case): LanguageModel {
  let asked = 0;
  return {
    engine: 'openai',
    async *stream(request, signal) {
      asked += 1;
      // Between half and one and a half of the average, as models vary.
      const length = Math.round(words * (0.5 + ((asked * 37) % 101) / 100));
      const prose = CORPUS.split(' ')
        .slice(asked % 500, (asked % 500) + length)
        .map((word, at) => (output === 'body' && at % 60 === 59 ? `${word}\n\n` : `${word} `))
        .join('');
      const text = output === 'properties' ? JSON.stringify({ p0: prose, p1: asked % 10, p2: 'Post' }) : prose;
      const usage = { inputTokens: countRequest(request), outputTokens: countTokens(text), estimated: false };
      await clock.sleep(FIRST_TOKEN_MS, signal);
      for (const piece of text.match(/[\s\S]{1,400}/gu) ?? []) {
        await clock.sleep(countTokens(piece) * TOKEN_MS, signal);
        yield { type: 'text', text: piece };
      }
      yield { type: 'end', finish: 'stop', usage, model: 'bench' };
    },
    listModels: async () => [],
  };
}

function countRequest({ system, messages, json }: ModelRequest): number {
  const texts = [system, ...messages.map(({ text }) => text), ...(json ? [JSON.stringify(json.schema)] : [])];
  return texts.reduce((sum, text) => sum + countTokens(text) + 4, 0);
}

/** Prose: the documents of this repository, without their marks. */
const CORPUS = readCorpus();

function readCorpus(): string {
  const root = join(import.meta.dirname, '../docs');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const texts = files.sort().map((name) => readFileSync(join(root, name), 'utf8'));
  return texts
    .join(' ')
    .replace(/[#|`*_>[\]-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function textOf(at: number, [least, most]: readonly [number, number]): string {
  const length = least + ((at * 7_919) % (most - least));
  const from = (at * 997) % Math.max(1, CORPUS.length - length);
  return CORPUS.slice(from, from + length).trim();
}

function paragraphs(text: string): string {
  return (text.match(/.{1,900}(?:\s|$)/gu) ?? [text]).join('\n\n');
}
