/**
 * Markdown to blocks: how much longer than markdown-it's parse of the same text alone, which makes no blocks; and whether
 * the time grows with the text, whole and as a stream.
 */
import MarkdownIt from 'markdown-it';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createBlockStream } from '../lib/markdown/closed-blocks.ts';
import { convertMarkdownToBlocks } from '../lib/markdown/convert-markdown-to-blocks.ts';
import { commonMarkText } from './commonmark-text.ts';
import { ARTICLE } from './markdown-texts.ts';

/** A conversion may take so many times the time of markdown-it's parse. */
const ALLOWED = 1.4;
/** Eight times the text may take so many times the time. */
const ALLOWED_GROWTH = 12;
const READMES = 40;
const PIECE = 16;
/** Long enough for the compiler to be done with the small texts. */
/** Of one sample (ms). */
const SAMPLE_MS = 100;
const LEAST_MS = 1_500;
const LEAST_ROUNDS = 20;

const options = { allowLink: () => true };
const parser = new MarkdownIt({ linkify: true });

interface Case {
  readonly name: string;
  readonly texts: readonly string[];
}

/** @returns whether every text keeps within the ratio, and the time grows with the text */
export async function runMarkdownBench(): Promise<boolean> {
  const martian = await peer();
  let isGood = true;
  for (const { name, texts } of cases()) {
    const [parse, whole, streamed] = fastest([
      () => texts.forEach((text) => parser.parse(text, {})),
      () => texts.forEach((text) => convertMarkdownToBlocks(text, options)),
      () => texts.forEach(stream),
    ]);
    const ratio = whole! / parse!;
    const other = martian && fastest([() => texts.forEach((text) => martian(text))], 0)[0]!;
    console.log({
      text: name,
      kilobytes: Math.round(texts.join('').length / 1024),
      parseMs: rounded(parse!),
      blocksMs: rounded(whole!),
      streamedMs: rounded(streamed!),
      ratio: rounded(ratio),
      ...(other !== undefined && { timesAsFastAsMartian: rounded(other / whole!) }),
    });
    if (ratio > ALLOWED) isGood = false;
  }
  return growsWithText() && isGood;
}

function cases(): Case[] {
  return [
    { name: 'an article', texts: [ARTICLE.repeat(40)] },
    { name: 'the CommonMark specification', texts: [commonMarkText()] },
    { name: `${READMES} READMEs of packages`, texts: readmes() },
    { name: 'a table of 3,000 rows', texts: [table(3000)] },
    { name: 'lists of twelve levels', texts: [lists(60)] },
  ];
}

function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => `| row ${i} | **value** ${i} | some words here |\n`);
  return `| Name | Value | Note |\n|---|---|---|\n${lines.join('')}`;
}

function lists(count: number): string {
  const item = (list: number, level: number): string => `${'  '.repeat(level)}- item ${list} of level ${level}\n`;
  return Array.from({ length: count * 12 }, (_, i) => item(Math.floor(i / 12), i % 12)).join('');
}

function readmes(): string[] {
  const root = join(import.meta.dirname, '../node_modules');
  const found: string[] = [];
  for (const name of readdirSync(root).sort()) {
    if (name.startsWith('.') || name.startsWith('@') || found.length >= READMES) continue;
    const file = readdirSync(join(root, name)).find((entry) => /^readme\.md$/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(root, name, file), 'utf8');
    if (text.length > 4_000) found.push(text);
  }
  return found;
}

function stream(text: string): void {
  const blocks = createBlockStream(options);
  for (let at = 0; at < text.length; at += PIECE) blocks.push(text.slice(at, at + PIECE));
  blocks.end();
}

/** Milliseconds of processor time, the least of many rounds in turn: other work on the machine adds none. */
function fastest(works: readonly (() => void)[], leastMs = LEAST_MS): number[] {
  const best = works.map(() => Infinity);
  const times = works.map(timesInASample);
  const until = performance.now() + leastMs * works.length;
  for (let round = 0; round < LEAST_ROUNDS || performance.now() < until; round += 1) {
    works.forEach((work, index) => {
      const start = process.cpuUsage().user;
      for (let time = 0; time < times[index]!; time += 1) work();
      const took = (process.cpuUsage().user - start) / 1000 / times[index]!;
      best[index] = Math.min(best[index]!, took);
    });
  }
  return best;
}

/** Processor time is counted in steps of some milliseconds: a sample has to take many of them. */
function timesInASample(work: () => void): number {
  work();
  const start = performance.now();
  work();
  return Math.max(1, Math.ceil(SAMPLE_MS / (performance.now() - start)));
}

function growsWithText(): boolean {
  return cases()
    .slice(0, 2)
    .every(({ name, texts: [text = ''] }) => {
      const eightTimes = text.repeat(8);
      const [small, large, smallStream, largeStream] = fastest([
        () => convertMarkdownToBlocks(text, options),
        () => convertMarkdownToBlocks(eightTimes, options),
        () => stream(text),
        () => stream(eightTimes),
      ]);
      const growth = { whole: rounded(large! / small!), streamed: rounded(largeStream! / smallStream!) };
      console.log({ text: `eight times ${name}`, growth });
      return growth.whole <= ALLOWED_GROWTH && growth.streamed <= ALLOWED_GROWTH;
    });
}

/** The best-known converter, where it is installed: `npm install --no-save @tryfabric/martian`. */
async function peer(): Promise<((text: string) => unknown) | undefined> {
  const name = '@tryfabric/martian';
  try {
    const { markdownToBlocks } = (await import(name)) as { markdownToBlocks: (text: string) => unknown };
    return markdownToBlocks;
  } catch {
    console.log(`${name} is not installed: no comparison with it.`);
    return undefined;
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
