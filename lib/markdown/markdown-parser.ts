import MarkdownIt from 'markdown-it';
import type { Env, MarkdownIt as Parser, Token } from 'markdown-it';
import { addBlockRules } from './block-rules.ts';
import { addCoreRules } from './core-rules.ts';
import { addInlineRules } from './inline-rules.ts';
import { keepExcessCells } from './table-rule.ts';

/**
 * CommonMark with GFM tables, task lists, strikethrough and bare links, GitHub alerts, `:::` containers, `<details>` and
 * formulas. All other HTML is text. Links to anything are parsed; which become links is decided later, by link-url.ts.
 */
function createParser(): Parser {
  const md = new MarkdownIt({ html: false, linkify: true, maxNesting: 100 });
  md.validateLink = () => true; // a refused link would show its Markdown instead of its text
  md.normalizeLinkText = (text) => text; // the text of a bare link stays as the model wrote it
  // "README.md" and "node.js" are not links.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  md.linkify.add('ftp:', null).add('//', null);
  keepExcessCells(md);
  addBlockRules(md);
  addInlineRules(md);
  addCoreRules(md);
  return md;
}

const parser = createParser();

/** Link definitions seen so far; one for each document. */
export type ParserState = Env;

export function parseMarkdown(source: string, state: ParserState): Token[] {
  return parser.parse(source, state);
}

/** The inline tokens of a text that has no blocks: what stands at the start of a line means nothing. */
export function parseInlineMarkdown(source: string): Token[] {
  return parser.parseInline(source, {})[0]?.children ?? [];
}
