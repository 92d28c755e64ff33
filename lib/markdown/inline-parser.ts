import MarkdownIt from 'markdown-it';
import type { Env, MarkdownIt as Parser, Token } from 'markdown-it';
import { lazy } from '../shared/lazy.ts';
import { addInlineRules } from './inline-rules.ts';

/**
 * markdown-it's inline rules with those of inline-rules.ts; its block rules are not used (block-reader.ts). Links to
 * anything are parsed; which become links is decided later, by link-url.ts.
 */
function createParser(): Parser {
  const md = new MarkdownIt({ html: false, linkify: false, maxNesting: 100 });
  md.validateLink = () => true; // a refused link would show its Markdown instead of its text
  md.normalizeLink = (url) => url; // link-url.ts spells it; refused, it is shown as the model wrote it
  addInlineRules(md);
  return md;
}

const parser = lazy(createParser);

/** Link definitions seen so far; one for each document. */
export type InlineState = Env;

// What no rule looks at stays what it is: most text.
const MARKUP = /[\\`*_~[<&$@]|:\/\/|www\./i;

/** The inline tokens of a text; undefined where it is only words. */
export function parseInline(text: string, state: InlineState): Token[] | undefined {
  if (!MARKUP.test(text)) return undefined;
  const tokens: Token[] = [];
  const md = parser();
  md.inline.parse(text, md, state, tokens);
  return tokens;
}

/** Makes `[label]` a link in the text that is parsed from now on. The first definition of a label counts. */
export function defineLink(state: InlineState, label: string, address: string): void {
  const name = parser().utils.normalizeReference(label);
  const references = (state.references ??= {});
  if (!Object.hasOwn(references, name)) references[name] = { title: '', href: address };
}
