/**
 * The marks that models and their servers leave around thoughts, tool calls and turns when a chat template is not applied, by
 * the text that stands in an answer then. Sources: the chat templates of the models on https://huggingface.co, and for harmony
 * https://cookbook.openai.com/articles/openai-harmony.
 */

const THINK = '(?:think|thinking|thoughts?|reasoning)';
/** Names of tags that mean thoughts wherever they stand. */
const NAMES = `(?:seed:|mm:|ant)?${THINK}|thought_process|scratchpad|inner_monologue`;
/** With any prefix, as `<ant_thinking>`, `<longcat_think>` and `<inner_thoughts>`: so an answer may name a part of its own, too. */
const PREFIXED = `[a-z]{1,12}[:_-]?${THINK}`;

interface Mark {
  readonly open: RegExp;
  /** Of what closes it; NAME stands for what the first group of `open` matched. */
  readonly close: string;
  /** `start`: counts at the start of an answer; `line`: also on a line of its own; `alone`: its end alone ends thoughts, too. */
  readonly counts: 'start' | 'line' | 'alone';
}

const mark = (open: string, close: string, counts: Mark['counts']): Mark => ({
  open: new RegExp(`^\\s*${open}`, 'i'),
  close,
  counts,
});
const tag = (names: string, counts: Mark['counts']): Mark =>
  mark(`<(${names})(?:\\s[^<>]*)?>`, '</NAME\\s*(?:>|$)', counts);

const MARKS: readonly Mark[] = [
  tag(NAMES, 'alone'),
  tag(PREFIXED, 'start'),
  mark('<details\\s+type="reasoning"[^<>]*>', '</details>', 'line'),
  mark('\\[THINK(?:ING)?\\]', '\\[/THINK(?:ING)?\\]', 'alone'),
  mark('◁think▷', '◁/think▷', 'alone'),
  mark('<unused94>', '<unused95>', 'alone'),
  mark('<\\|im_start\\|>think(?=\\s|$)', '<\\|im_start\\|>answer(?=\\s|$)', 'line'),
  mark(
    `<[|｜](?:(?:begin|start)[_▁](?:of[_▁])?)?${THINK}(?:_start|_begin)?[|｜]>`,
    `<[|｜](?:(?:end)[_▁](?:of[_▁])?|/)${THINK}[|｜]>|<[|｜]${THINK}_end[|｜]>|</[|｜]${THINK}[|｜]>`,
    'alone',
  ),
];
/** What opens thoughts only at the start of an answer, and only where its counterpart follows: Reflection, Granite, Ollama's command. */
const DOUBTFUL: readonly Mark[] = [
  tag('reflection', 'start'),
  mark("here(?: is|['’]s) my thought process:", "here(?: is|['’]s) my response:", 'start'),
  mark('thinking\\.\\.\\.\\s*$', '\\.\\.\\.done thinking\\.', 'start'),
];

const CLOSING = new RegExp(
  MARKS.filter(({ counts }) => counts === 'alone')
    .map(({ close }) => close.replace('NAME', `(?:${NAMES})`).replace('(?:>|$)', '>'))
    .join('|'),
  'gi',
);
/** The answer's own wrapper behind thoughts. */
const WRAPPER =
  /^\s*<(\/?)(?:answer|response|final|final_answer|output|solution|result)>\s*|^\s*<\|(?:begin_of_solution|START_RESPONSE)\|>\s*/i;
const WRAPPER_END =
  /\s*(?:<\/(?:answer|response|final|final_answer|output|solution|result)>|<\|(?:end_of_solution|END_RESPONSE)\|>)\s*$/i;

const NAMED = new RegExp(`<(?:${NAMES}|${PREFIXED})(?:\\s[^<>]*)?>`, 'i');

/** Whether a tag that opens thoughts stands somewhere in a text. */
export const opensThoughts = (text: string): boolean => NAMED.test(text);

export interface OpeningMark {
  readonly length: number;
  /** What closes it. */
  readonly closer: RegExp;
}

/** The mark that opens thoughts at the start of an answer. */
export const openingMark = (text: string): OpeningMark | undefined => markIn(text, MARKS);

/** The mark that does so on a line of its own later in an answer: thoughts between two parts of it. */
export function markOnLine(line: string): OpeningMark | undefined {
  const found = markIn(line, MARKS_ON_LINES);
  return found?.length === line.trimEnd().length ? found : undefined;
}

const MARKS_ON_LINES = MARKS.filter(({ counts }) => counts !== 'start');

/** What opens them at the start, but is the answer's own without its counterpart. */
export const doubtfulMark = (text: string): OpeningMark | undefined => markIn(text, DOUBTFUL);

function markIn(text: string, marks: readonly Mark[]): OpeningMark | undefined {
  for (const { open, close } of marks) {
    const match = open.exec(text);
    if (match === null) continue;
    return { length: match[0].length, closer: new RegExp(close.replace('NAME', match[1] ?? ''), 'i') };
  }
  return undefined;
}

/**
 * Where thoughts end whose opening mark never came, since the prompt ended with it: `</think>` on a line of its own, at the
 * start of one, or right behind a sentence. In code, and within a sentence that speaks of it, it is text.
 */
export function loneClosing(line: string): { readonly from: number; readonly to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  const isInCodeAt = codeIn(line);
  for (const match of line.matchAll(CLOSING)) {
    const from = match.index;
    const to = from + match[0].length;
    if (isInCodeAt(from)) continue;
    const after = line.slice(to);
    const goesOn = /^ \p{Ll}/u.test(after);
    const last = lastCharacterBefore(line, from);
    const isStart = last === undefined && !goesOn;
    const isBehind = /\S/.test(line.charAt(from - 1)) || (last !== undefined && /[.!?…。！？]/.test(last) && !goesOn);
    if (isStart || (isBehind && !/^[\w'’-]*["'”’)\]]/.test(after))) found = { from, to };
  }
  return found;
}

const isInCode = (before: string): boolean => (before.split('`').length - 1) % 2 === 1;

/** Without the tag that wraps the answer behind its thoughts. */
export const withoutWrapper = (text: string): string => text.replace(WRAPPER, '');
export const hasWrapper = (text: string): boolean => WRAPPER.test(text);
export const withoutWrapperEnd = (text: string): string => text.replace(WRAPPER_END, '');

/** Tool calls that were not taken out, from their opening to their closing mark. */
export const TOOL_CALLS: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [
    /^\s*<(tool_calls?|function_calls?|tool_response|tool_results?|invoke|minimax:tool_call|antml:function_calls)(?:\s[^<>]*)?>/i,
    /<\/(?:tool_calls?|function_calls?|tool_response|tool_results?|invoke|minimax:tool_call|antml:function_calls)>/i,
  ],
  [/^\s*<function=[^<>]*>/i, /<\/function>/i],
  [/^\s*<\|tool_calls?_section_begin\|>/i, /<\|tool_calls?_section_end\|>/i],
  [/^\s*<\|tool_call(?:_begin|_start|>)?\|?>/i, /<\|?\/?tool_call(?:_end|_argument_end)?\|>|<tool_call\|>/i],
  [/^\s*<[｜|]tool▁calls?▁begin[｜|]>/, /<[｜|]tool▁calls▁end[｜|]>/],
  [
    /^\s*<\|(?:START_ACTION|python_tag|plugin|action_start)\|>/i,
    /<\|(?:END_ACTION|eom_id|eot_id|action_end|im_end)\|>/i,
  ],
  [/^\s*\[TOOL_(?:CALLS?|REQUEST|RESULTS?)\]/, /\[\/?(?:END_TOOL_REQUEST|TOOL_(?:CALLS?|RESULTS?))\]\s*$/],
];

/** The names of `<|…|>` tokens that begin a turn; what a person or tool says there is no answer. */
const OTHER_TURN =
  /<\|(?:im_start|start_header_id|start)\|>\s*(?:user|human|system|developer|tool)\b|<start_of_turn>\s*user\b|<\|(?:user|human|system|observation|USER_TOKEN)\|>|\[INST\]/i;
const OWN_TURN =
  /(?:<\|(?:im_start|start)\|>\s*(?:assistant|model)?|<\|start_header_id\|>\s*(?:assistant|model)?\s*(?:<\|end_header_id\|>)?|<start_of_turn>\s*(?:model)?|<\|(?:assistant|bot|CHATBOT_TOKEN|START_OF_TURN_TOKEN)\|>)\s*/gi;
const END_TOKEN =
  /(?:<\|[a-z][\w ]{0,40}\|>|<[｜|][a-z▁ ]{2,40}[｜|]>|<\/s>|<(?:eos|bos|pad|end_of_turn|eot|endoftext)>|\[\/INST\])/giu;

/** Where another's turn begins, which a model went on with by itself. */
export function otherTurn(line: string): number | undefined {
  const match = OTHER_TURN.exec(line);
  return match === null || isInCode(line.slice(0, match.index)) ? undefined : match.index;
}

/**
 * A line without the tokens that end or begin a turn. A token counts where none would stand in a text: at the start or the end
 * of the line, or right behind a word. `<s>` and `</s>` may be struck text.
 */
export function withoutTokens(line: string): string {
  if (!/[<[]/.test(line)) return line;
  const isOwnInCode = codeIn(line);
  const bare = line.replace(OWN_TURN, (token, at: number) => (isOwnInCode(at) ? token : ''));
  const isTokenInCode = codeIn(bare);
  const struckFrom = bare.indexOf('<s>');
  const textEnd = endOfText(bare);
  return bare.replace(END_TOKEN, (token, at: number) => {
    if (isTokenInCode(at) || (token === '</s>' && struckFrom >= 0 && struckFrom < at)) return token;
    const end = at + token.length;
    const last = lastCharacterBefore(bare, at);
    const isAtStart = last === undefined;
    const isBehindText = isAtStart || /\S/.test(bare.charAt(at - 1)) || /[.!?:)\]…。！？]/.test(last);
    return isBehindText && (end >= textEnd || isAtStart || !goesOnAt(bare, end)) ? '' : token;
  });
}

/** Whether a place of a line is in code. To be asked from left to right: a line of nothing but tokens may be very long. */
function codeIn(line: string): (at: number) => boolean {
  let [seen, isCode] = [0, false];
  return (at) => {
    for (; seen < at; seen += 1) if (line.charAt(seen) === '`') isCode = !isCode;
    return isCode;
  };
}

/** Where what is neither a token nor a space ends in a line. */
function endOfText(line: string): number {
  let [end, from] = [0, 0];
  for (const { index, 0: token } of [...line.matchAll(END_TOKEN), { index: line.length, 0: '' }]) {
    const text = line.slice(from, index).trimEnd();
    if (text !== '') end = from + text.length;
    from = index + token.length;
  }
  return end;
}

/** The last character before a place that is no space. */
function lastCharacterBefore(line: string, at: number): string | undefined {
  let index = at - 1;
  while (index >= 0 && /\s/.test(line.charAt(index))) index -= 1;
  return index < 0 ? undefined : line.charAt(index);
}

/** Whether a sentence goes on there. */
function goesOnAt(line: string, at: number): boolean {
  const sentence = /\s*[a-z,;]/y;
  sentence.lastIndex = at;
  return sentence.test(line);
}

/** One header of harmony, as gpt-oss writes it: `<|channel|>final<|message|>`; also as Gemma's `<|channel>thought`. */
const HARMONY =
  /(?:<\|start\|>\s*(?:assistant)?\s*)?<\|channel\|?>\s*([a-z]+)([^<\n]*)(?:<\|constrain\|>[^<\n]*)?(?:<\|?message\|?>)?/i;
export const HARMONY_END = /<\|(?:end|return|call)\|>|<channel\|>/i;

export interface HarmonyHeader {
  readonly from: number;
  readonly to: number;
  readonly isFinal: boolean;
}

export function harmonyHeader(line: string): HarmonyHeader | undefined {
  if (!line.includes('channel')) return undefined;
  const match = HARMONY.exec(line);
  if (match === null || isInCode(line.slice(0, match.index))) return undefined;
  return { from: match.index, to: match.index + match[0].length, isFinal: match[1]!.toLowerCase().startsWith('final') };
}

/** Harmony with its tokens taken out: "analysisThe user wants … assistantfinalHere". */
export const BARE_ANALYSIS = /^\s*(?:assistant)?(?:analysis|commentary)(?=\p{Lu}|We\b|I\b|Need\b)/u;
export const BARE_FINAL = /assistant\s*final(?:\s*message)?\s*(?=\S|$)/;

const FILLER =
  /^\s*(?:okay|ok|alright|all right|hmm+|hm|wait|let me|let['’]s (?:see|think|start|break|analy[sz]e)|first,|so,? (?:the user|i |we )|got it|thinking process|嗯|好的，|好，|首先，(?:我|用户))(?![\p{L}])/iu;
const ABOUT_TASK =
  /\b(?:the user(?:['’]s)? (?:want|ask|is ask|need|sa(?:id|ys)|request|would|gave|provid|wrote|has|query|message|prompt|question|input)|user (?:wants|asks|asked|says)|(?:they|he|she) (?:want|asked|wants)\b|(?:i|we)(?:['’](?:ll|d|m))? (?:could|can|will|would|might|want to|think|guess|have to|going to|am going)\b|maybe i\b|we (?:need|should|must)\b|i (?:need|should|must)\b|i['’]ll (?:write|start|need|begin|outline|structure|draft|create)|my task|the task is|let me think|thinking process|(?:analy[sz]e|understand|deconstruct) the (?:request|prompt|task|user)|der (?:be)?nutzer|die (?:be)?nutzerin|ich (?:sollte|muss|könnte|werde)|zuerst sollte|je (?:dois|vais)|necesito|debo|preciso|l['’]utilisateur|el usuario|o usuário|l['’]utente|пользователь)|用户|我需要|我应该|我来|让我|ユーザー|まず、|ユーザー|사용자/iu;

/** Whether an answer begins as thoughts do, so that their closing mark may still come. */
export const seemsThought = (line: string): boolean => FILLER.test(line) || ABOUT_TASK.test(line.slice(0, 400));

/** What the patterns above can begin with: whole words, and the first characters of languages without spaces. */
const STARTS = [
  ...[
    '<',
    '[',
    '◁',
    '*',
    '1.',
    'okay',
    'ok',
    'alright',
    'all',
    'hm',
    'wait',
    'let',
    'first',
    'so',
    'got',
    'thinking',
    'analy',
  ],
  ...[
    'i',
    'we',
    'the',
    'user',
    'they',
    'my',
    'maybe',
    'der',
    'die',
    'ich',
    'zuerst',
    'je',
    'l’',
    "l'",
    'el',
    'o',
    'necesito',
  ],
  ...['debo', 'preciso', 'пользователь', '嗯', '好', '首先', '用户', '我', '让我', 'ユーザー', 'まず', '사용자'],
];
/** Characters of a first line that tell what it is. */
const ENOUGH = 60;

/** Whether the beginning of a first line, still without its end, can become one that thoughts begin with. */
export function mayBeginThought(line: string): boolean {
  if (line.length >= ENOUGH) return false;
  const start = line.toLowerCase();
  return STARTS.some((word) => word.startsWith(start) || (start.startsWith(word) && !isLonger(start, word)));
}

/** A longer word that only begins like another: "therefore", "item". */
const isLonger = (start: string, word: string): boolean =>
  /[a-zа-я]$/.test(word) && !['hm', 'analy'].includes(word) && /^[a-zа-я]/.test(start.slice(word.length));
