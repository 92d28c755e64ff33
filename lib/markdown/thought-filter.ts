import { closesFence, fenceOf, isBlank, type Fence } from './line-kind.ts';
import {
  BARE_ANALYSIS,
  BARE_FINAL,
  HARMONY_END,
  TOOL_CALLS,
  doubtfulMark,
  harmonyHeader,
  hasWrapper,
  loneClosing,
  markOnLine,
  mayBeginThought,
  openingMark,
  opensThoughts,
  otherTurn,
  seemsThought,
  withoutTokens,
  withoutWrapper,
  withoutWrapperEnd,
  type OpeningMark,
} from './thought-marks.ts';

/** What receives the answer's lines, each with its line end. */
export interface AnswerSink {
  line(text: string, end: string): void;
  /** Everything so far was thoughts: the answer begins anew. */
  restart(): void;
}

type Phase =
  /** Nothing of the answer has come. */
  | 'start'
  /** The answer began as thoughts do: its lines are held, since the end of thoughts may still come. */
  | 'doubt'
  /** In thoughts whose opening mark was seen. */
  | 'thought'
  /** In thoughts, or a tool call, of which only a mark of harmony ends. */
  | 'channel'
  | 'tool'
  | 'answer'
  /** The model went on with somebody else's turn. */
  | 'over';

/**
 * Takes out of an answer, line by line, what a model thinks, calls and marks: see thought-marks.ts. A line is handed on as soon as
 * it is the answer's for certain, but for one case that cannot be known: thoughts without an opening mark. Where an answer
 * begins like thoughts, it is held until their end mark, or its own end; where it does not, it is handed on, and `restart`
 * takes it back should a lone end mark come after all.
 */
export class ThoughtFilter {
  readonly #sink: AnswerSink;
  #phase: Phase = 'start';
  #closer = /$^/;
  #toolEnd: RegExp | undefined;
  #hasGiven = false;
  #isWrapped = false;
  #isBare = false;
  #fence: Fence | undefined;
  /** The code that is open speaks of thoughts, with both marks. */
  #fenceHasOpening = false;
  #held: (readonly [text: string, end: string])[] = [];
  #rest: readonly [text: string, end: string] | undefined;

  constructor(sink: AnswerSink) {
    this.#sink = sink;
  }

  /** Whether what comes next is the answer's, for all that is known. */
  get isInAnswer(): boolean {
    return this.#phase === 'answer';
  }

  take(text: string, end: string): void {
    this.#step(text, end);
    // A loop: a line may hold thousands of marks, each with a rest behind it.
    while (this.#rest !== undefined) {
      const rest = this.#rest;
      this.#rest = undefined;
      this.#step(...rest);
    }
  }

  /** What is left of the line, in the phase that it begins now. */
  #again(text: string, end: string): void {
    this.#rest = [text, end];
  }

  #step(text: string, end: string): void {
    switch (this.#phase) {
      case 'start':
        return this.#first(text, end);
      case 'thought':
        return this.#thought(text, end);
      case 'channel':
        return this.#channel(text, end);
      case 'tool':
        return this.#tool(text, end);
      case 'doubt':
      case 'answer':
        return this.#answer(text, end);
      case 'over':
        return undefined;
    }
  }

  /** Call once, after the last line. What only seemed to be thoughts, or began as such within the answer, is the answer's. */
  end(): void {
    this.#release();
  }

  #first(raw: string, end: string): void {
    const text = raw.replace(/^\uFEFF+/, '');
    if (isBlank(text)) return;
    const mark = openingMark(text);
    if (mark !== undefined) {
      this.#phase = 'thought';
      this.#closer = mark.closer;
      return this.#again(text.slice(mark.length), end);
    }
    const doubtful = doubtfulMark(text);
    if (doubtful !== undefined) return this.#doubtful(doubtful, text, end);
    if (BARE_ANALYSIS.test(text)) {
      this.#phase = 'channel';
      this.#isBare = true;
      return this.#again(text, end);
    }
    if (hasWrapper(text)) {
      this.#isWrapped = true;
      return this.#again(withoutWrapper(text), end);
    }
    const bare = withoutTokens(text);
    if (bare !== text && /^\s*[<[]/.test(text) && harmonyHeader(text) === undefined && otherTurn(text) === undefined) {
      return this.#again(bare.trimStart(), end);
    }
    this.#phase = seemsThought(text) ? 'doubt' : 'answer';
    this.#answer(text, end);
  }

  #thought(text: string, end: string): void {
    const close = this.#closer.exec(text);
    if (close === null) {
      if (this.#held.length > 0) this.#held.push([text, end]);
      return;
    }
    this.#held = [];
    this.#phase = 'start';
    this.#again(text.slice(close.index + close[0].length).trimStart(), end);
  }

  /** Thoughts, if what closes them comes; else the answer's own lines. */
  #doubtful({ closer, length }: OpeningMark, text: string, end: string): void {
    this.#phase = 'thought';
    this.#closer = closer;
    const rest = text.slice(length);
    if (closer.test(rest)) return this.#again(rest, end);
    this.#held = [[text, end]];
  }

  #channel(text: string, end: string): void {
    if (this.#isBare) {
      const final = BARE_FINAL.exec(text);
      return final === null ? undefined : this.#anew(text.slice(final.index + final[0].length), end);
    }
    const header = harmonyHeader(text);
    const close = HARMONY_END.exec(text);
    if (close !== null && (header === undefined || close.index <= header.from)) {
      this.#phase = 'start';
      return this.#again(text.slice(close.index + close[0].length).trimStart(), end);
    }
    if (header !== undefined) this.#enter(header.isFinal, text.slice(header.to), end);
  }

  #enter(isFinal: boolean, rest: string, end: string): void {
    if (isFinal) return this.#anew(rest, end);
    this.#phase = 'channel';
    this.#isBare = false;
    this.#again(rest, end);
  }

  #tool(text: string, end: string): void {
    const close = this.#toolEnd?.exec(text) ?? null;
    if (close === null) return;
    this.#phase = 'answer';
    const rest = text.slice(close.index + close[0].length);
    if (rest.trim() !== '') this.#answer(rest, end);
  }

  /** What came before was thoughts. */
  #anew(rest: string, end: string): void {
    this.#held = [];
    this.#fence = undefined;
    this.#phase = 'start';
    if (this.#hasGiven) this.#sink.restart();
    this.#hasGiven = false;
    this.#again(rest.trimStart(), end);
  }

  #answer(text: string, end: string): void {
    const bare = text.trim();
    const fence = this.#fence;
    if (fence !== undefined) {
      if (openingMark(bare) !== undefined) this.#fenceHasOpening = true;
      if (closesFence(bare, fence)) this.#fence = undefined;
      const closing = this.#fenceHasOpening || !/^<\/think(?:ing)?>$/i.test(bare) ? undefined : loneClosing(bare);
      return closing === undefined ? this.#hand(text, end) : this.#anew('', end);
    }
    this.#fence = fenceOf(bare);
    this.#fenceHasOpening = false;
    if (this.#fence !== undefined) return this.#hand(text, end);
    this.#outsideCode(text, end);
  }

  #outsideCode(text: string, end: string): void {
    if (!/[<[◁]/.test(text)) return this.#hand(text, end);
    const header = harmonyHeader(text);
    if (header !== undefined) {
      if (!header.isFinal && header.from > 0) this.#hand(withoutTokens(text.slice(0, header.from)).trimEnd(), end);
      return this.#enter(header.isFinal, text.slice(header.to), end);
    }
    const closing = loneClosing(text);
    if (closing !== undefined && !isPaired(text, closing.from)) return this.#anew(text.slice(closing.to), end);
    const turn = otherTurn(text);
    if (turn !== undefined) {
      const before = withoutTokens(text.slice(0, turn)).trimEnd();
      if (before !== '') this.#hand(before, end);
      this.end();
      this.#phase = 'over';
      return;
    }
    const tool = TOOL_CALLS.find(([open]) => open.test(text));
    if (tool !== undefined) {
      this.#release();
      this.#phase = 'tool';
      [, this.#toolEnd] = tool;
      return this.#tool(text.replace(tool[0], ''), end);
    }
    const mark = markOnLine(text);
    if (mark !== undefined) {
      this.#release();
      return this.#doubtful(mark, text, end);
    }
    const shown = this.#isWrapped ? withoutWrapperEnd(withoutTokens(text)) : withoutTokens(text);
    if (shown !== text && shown.trim() === '') return;
    this.#hand(shown, end);
  }

  #hand(text: string, end: string): void {
    if (this.#phase === 'doubt') this.#held.push([text, end]);
    else this.#give(text, end);
  }

  #give(text: string, end: string): void {
    this.#hasGiven = true;
    this.#sink.line(text, end);
  }

  #release(): void {
    this.#phase = 'answer';
    for (const [text, end] of this.#held) this.#give(text, end);
    this.#held = [];
  }
}

/** Whether the thoughts that end there also began on the line. */
const isPaired = (text: string, at: number): boolean => opensThoughts(text.slice(0, at));

/**
 * A whole text without thoughts, tool calls and tokens; `isInAnswer` tells whether it ends in the answer, or in what may still
 * turn out to be thoughts. Of several parts, only what stands behind the last thoughts is the answer.
 */
export function withoutThoughts(text: string): { readonly answer: string; readonly isInAnswer: boolean } {
  let answer = '';
  const filter = new ThoughtFilter({
    line: (line, end) => (answer += line + end),
    restart: () => (answer = ''),
  });
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line !== '' || index < lines.length - 1) filter.take(line, index < lines.length - 1 ? '\n' : '');
  });
  const { isInAnswer } = filter;
  filter.end();
  return { answer, isInAnswer };
}

/** Whether a text that has only begun must be read further before it is known to begin with the answer itself. */
export function mayBeThought(text: string): boolean {
  const start = text.replace(/^[\s\uFEFF]+/, '');
  if (start === '') return true;
  const line = /^[^\n]*/.exec(start)![0];
  if (line.length === start.length && mayBeginThought(line)) return true;
  return (
    openingMark(start) !== undefined ||
    doubtfulMark(line) !== undefined ||
    BARE_ANALYSIS.test(start) ||
    harmonyHeader(line) !== undefined ||
    seemsThought(line)
  );
}
