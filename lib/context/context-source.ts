/** A page or database of the workspace that a model may read, once its text is here. */
import { cutContent } from './cut-content.ts';
import { RankIndex, type WeightedWords } from './rank-index.ts';

/** So many rows of a database go with one request at most. */
export const MOST_ROWS = 50;
/** Of one row (characters): a text that long is a page of its own. */
const MOST_ROW_CHARACTERS = 2_000;
/** Rows that are taken in at once, before others get their turn. */
const SLICE = 500;

export interface ContextRow {
  readonly title: string;
  /** The other properties, a line each. */
  readonly text: string;
}

/** What one request gets of a source. */
export interface ChosenContext {
  readonly title: string;
  readonly text: string;
  /** Characters of the whole page; absent: it is given whole, or is a database. */
  readonly cutFrom?: number;
  /** Of a database: the titles of the rows that are given, and how many there are. */
  readonly rows?: readonly string[];
  readonly rowsOf?: number;
}

/** Told about each row or page afterwards: what the model could read, without the text. */
export type UsedContext = Omit<ChosenContext, 'text'> & { readonly characters: number };

export interface ContextSource {
  readonly title: string;
  /** @param characters the room there is */
  choose(words: WeightedWords, characters: number): ChosenContext;
}

export function pageSource(title: string, text: string): ContextSource {
  return {
    title,
    choose: (_words, characters) => {
      const cut = cutContent(text, characters);
      return { title, text: cut.text, ...(cut.isCut && { cutFrom: cut.total }) };
    },
  };
}

/**
 * The rows of a database. Up to `MOST_ROWS` of them are given all; of more, those that have words of the prompt and the row. Resolves once
 * they are ranked; `rest` lets others work between slices.
 * @param rows newest first: of two that fit alike the first is given
 */
export async function databaseSource(
  title: string,
  rows: readonly ContextRow[],
  rest: () => Promise<void>,
): Promise<ContextSource> {
  const index = new RankIndex();
  for (const [at, row] of rows.entries()) {
    index.add(row);
    if (at % SLICE === SLICE - 1) await rest();
  }
  return {
    title,
    choose: (words, characters) => {
      const found = index.search(words, MOST_ROWS);
      const others = rows.length <= MOST_ROWS ? rows.map((_row, at) => at).filter((at) => !found.includes(at)) : [];
      return {
        title,
        rowsOf: rows.length,
        ...takeRows(
          [...found, ...others].map((at) => rows[at]!),
          characters,
        ),
      };
    },
  };
}

/** As many as there is room for, whole ones, in their order. */
function takeRows(
  rows: readonly ContextRow[],
  characters: number,
): { readonly text: string; readonly rows: readonly string[] } {
  const texts: string[] = [];
  const titles: string[] = [];
  let left = characters;
  for (const { title, text } of rows) {
    const whole = cutContent(text === '' ? title : `${title}\n${text}`, MOST_ROW_CHARACTERS).text;
    if (whole.length + 2 > left) continue;
    left -= whole.length + 2;
    texts.push(whole);
    titles.push(title);
  }
  return { text: texts.join('\n\n'), rows: titles };
}
