/**
 * The sentences of the system message. Newer models write short, plain answers unless the form is named exactly:
 * https://platform.openai.com/docs/guides/prompt-engineering
 */
import type { Where } from '../run-request/target.ts';

/** The dialect that lib/markdown turns into Notion blocks. */
export const MARKDOWN_DIALECT = [
  'Write GitHub-flavoured Markdown only: # ## ### headings, paragraphs, - bullets, 1. numbers, - [ ] to-dos, > quotes, ``` fences with a language, tables, **bold**, *italic*, `code`, [text](url).',
  'No HTML, no images, no heading deeper than ###, no front matter.',
  'Begin with the content itself: no introduction, no closing remark, and do not wrap the whole answer in a code fence.',
].join(' ');

/** For one text property of a row. */
export const CELL_FORM =
  'The answer goes into one cell of a table: plain text, short unless the prompt asks for length. You may use **bold**, *italic*, `code` and [text](url), and nothing else of Markdown. Answer with the text itself only.';

export const JSON_FORM =
  'Answer with one JSON object of the given schema. Use null for what cannot be known; never invent facts, addresses or numbers. Choose options only from those listed.';

const PLACES: Readonly<Record<Where | 'after-selection', string>> = {
  end: 'Your text is added at the end of the page. Do not repeat what is there or its title.',
  top: 'Your text is added at the top of the page. Do not repeat what is there or its title.',
  replace: 'Your text replaces the whole page. Do not repeat its title as the first heading.',
  'after-selection': 'Your text is added behind the selected text.',
};

export const placeSentence = (where: Where | 'after-selection'): string => PLACES[where];

/** `German`, or a tag such as `de-CH`; empty means the language of the prompt. */
export function languageSentence(outputLanguage: string): string {
  const asked = outputLanguage
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 80);
  if (asked === '') return 'Write in the language of the prompt unless it asks for another.';
  return `Write in ${languageName(asked)} unless the prompt asks for another language.`;
}

function languageName(asked: string): string {
  if (!/^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/iu.test(asked)) return asked;
  try {
    return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' }).of(asked) ?? asked;
  } catch {
    return asked; // looks like a tag and is none: the model reads it as it is
  }
}

/** Where sources are kept apart from the text. */
export const NO_CITATIONS =
  'Put no citations, footnotes or links to your sources into the text: they are listed apart.';
