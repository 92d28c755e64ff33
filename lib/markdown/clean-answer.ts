import { ThoughtFilter } from './thought-filter.ts';
import { closesFence, fenceOf, isBlank, isHeading, isRule, type Fence } from './line-kind.ts';

export interface AnswerCleaner {
  /** The cleaned text that is now certain: always whole lines, with "\n" as line end. */
  push(text: string): string;
  /** The rest. Call once. */
  end(): string;
  /**
   * How many times the text given so far turned out to be thoughts, without a mark at their beginning and unlike thoughts to
   * look at. The call that raises it returns the answer from its start: what was given before is to be taken back.
   */
  readonly restarts: number;
}

/**
 * Removes what surrounds a model's answer without being part of it:
 * - a byte order mark; "\r\n" and "\r" become "\n";
 * - thoughts, tool calls, tokens of turns and what stands in other turns (thought-filter.ts). Thoughts that never end leave
 *   nothing, since the model never came to its answer;
 * - one outer ```` ```markdown ```` (or `md`) fence that opens the answer. It ends at a bare fence followed by a blank line
 *   or by the end, since a bare fence directly followed by text opens code inside. Text after it stays;
 * - a first line such as "Here is the article:" (Here's, Here are, Below is, and the same in some languages; 200
 *   characters at most, a colon at the end) if a heading, a rule or the outer fence follows: before anything else it may
 *   introduce the list or text that comes. With a "Sure!" or "Certainly!" in front, or when it names the thing that was
 *   asked for ("Here's a summary of the page:"), it goes before anything that a blank line parts from it;
 * - a first line that only assures ("Of course, I can help with that."), if a heading, a rule or the outer fence follows.
 */
export function cleanAnswer(answer: string): string {
  const cleaner = createAnswerCleaner();
  const text = cleaner.push(answer);
  const { restarts } = cleaner;
  const rest = cleaner.end();
  return cleaner.restarts === restarts ? text + rest : rest;
}

/** The same for an answer that comes in pieces: the result does not depend on how it is cut. */
export function createAnswerCleaner(): AnswerCleaner {
  return new LineCleaner();
}

const OUTER_FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*$/i;
const CHATTY = /^(?:sure|certainly|of course|absolutely|okay|ok|great)\b[!,. ]/i;
const PREAMBLE = new RegExp(
  [
    '^(?:(?:sure|certainly|of course|absolutely|okay|ok|great)\\b[^:]{0,40}?[!,.]\\s*)?',
    "(?:here(?:['’]s| is| are| you go)|below (?:is|are)|voici|hier (?:ist|sind)|aqu[ií] (?:está|están|tienes)|ecco|",
    'вот|以下(?:是|は|为)|这是)',
    '(?=[\\s,:\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]).{0,200}[:\\uFF1A]$',
  ].join(''),
  'iu',
);
/** The announcement of the answer itself, which no list can need. */
const ANNOUNCES = new RegExp(
  "^(?:here(?:['’]s| is| are)|below is) (?:the|your|an?) [^\\n]{0,80}" +
    '\\b(?:article|summary|translation|version|outline|draft|page|markdown)\\b[^\\n]{0,60}:$',
  'iu',
);
const ASSURANCE = /^(?:sure|certainly|of course|absolutely)[!,.].{0,200}[:!.]$/iu;

type Phase = 'start' | 'after-preamble' | 'in-fence' | 'pass';

class LineCleaner implements AnswerCleaner {
  restarts = 0;
  #phase: Phase = 'start';
  #out = '';
  #tail = '';
  #endsWithReturn = false;
  #fence: Fence | undefined;
  #inner: Fence | undefined;
  /** Lines kept back until it is known whether they belong to the answer. */
  #held: string[] = [];
  readonly #filter = new ThoughtFilter({
    line: (text, end) => (this.#out += this.#line(text, end)),
    restart: () => this.#restart(),
  });

  push(text: string): string {
    const piece = this.#normalise(text);
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      this.#filter.take(this.#tail + piece.slice(start, end), '\n');
      this.#tail = '';
      start = end + 1;
    }
    this.#tail += piece.slice(start);
    return this.#takeOut();
  }

  end(): string {
    if (this.#endsWithReturn) this.#filter.take(this.#tail, '\n');
    else if (this.#tail !== '') this.#filter.take(this.#tail, '');
    this.#tail = '';
    this.#filter.end();
    const held = this.#phase === 'after-preamble' ? this.#held.join('') : '';
    return this.#takeOut() + held;
  }

  #takeOut(): string {
    const out = this.#out;
    this.#out = '';
    return out;
  }

  #restart(): void {
    this.restarts += 1;
    this.#out = '';
    this.#phase = 'start';
    this.#fence = undefined;
    this.#inner = undefined;
    this.#held = [];
  }

  /** One kind of line end. A "\r" at the end of a piece waits: "\n" may follow. */
  #normalise(text: string): string {
    if (text === '') return '';
    const whole = this.#endsWithReturn ? `\r${text}` : text;
    this.#endsWithReturn = whole.endsWith('\r');
    return (this.#endsWithReturn ? whole.slice(0, -1) : whole).replace(/\r\n?/g, '\n');
  }

  #line(line: string, end: string): string {
    switch (this.#phase) {
      case 'start':
        return this.#first(line, end);
      case 'after-preamble':
        return this.#afterPreamble(line, end);
      case 'in-fence':
        return this.#inFence(line, end);
      case 'pass':
        return line + end;
    }
  }

  #first(raw: string, end: string): string {
    const line = raw.replace(/^\uFEFF+/, '');
    if (isBlank(line)) return '';
    if (this.#opensOuterFence(line)) return '';
    const text = line.trim().replace(/\*\*/g, '');
    if (text.length <= 250 && (PREAMBLE.test(text) || ASSURANCE.test(text))) {
      this.#phase = 'after-preamble';
      this.#held = [line + end];
      return '';
    }
    this.#phase = 'pass';
    return line + end;
  }

  #afterPreamble(line: string, end: string): string {
    if (isBlank(line)) {
      this.#held.push(line + end);
      return '';
    }
    const [preamble = '', ...blanks] = this.#held;
    this.#held = [];
    if (this.#opensOuterFence(line)) return '';
    this.#phase = 'pass';
    const drop = isHeading(line.trim()) || isRule(line.trim()) || (blanks.length > 0 && isAboutAnswer(preamble));
    return (drop ? '' : preamble + blanks.join('')) + line + end;
  }

  #opensOuterFence(line: string): boolean {
    const run = OUTER_FENCE.exec(line)?.[1];
    if (run === undefined) return false;
    this.#fence = { character: run.charAt(0), length: run.length, info: '' };
    this.#phase = 'in-fence';
    return true;
  }

  #inFence(line: string, end: string): string {
    const [closer] = this.#held;
    if (closer !== undefined) {
      // A bare fence was held: it closed the outer one if nothing follows directly.
      this.#held = [];
      if (isBlank(line)) {
        this.#phase = 'pass';
        return line + end;
      }
      this.#inner = fenceOf(closer.trim());
      return closer + this.#inFence(line, end);
    }
    if (this.#inner !== undefined) {
      if (closesFence(line.trim(), this.#inner)) this.#inner = undefined;
      return line + end;
    }
    if (closesFence(line.trim(), this.#fence!)) {
      this.#held = [line + end];
      return '';
    }
    this.#inner = fenceOf(line.trim());
    return line + end;
  }
}

/** Whether a first line speaks of the answer, whatever follows it. */
function isAboutAnswer(line: string): boolean {
  const text = line.trim().replace(/\*\*/g, '');
  return ANNOUNCES.test(text) || (CHATTY.test(text) && PREAMBLE.test(text));
}
