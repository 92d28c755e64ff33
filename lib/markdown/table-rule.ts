import type { MarkdownIt, StateBlock } from 'markdown-it';

/**
 * GFM drops the cells of a row beyond the header's, and with them text: most often because of a "|" inside a code span. Such
 * a row is divided again, not inside code, and what is still too much joins the last cell.
 */
export function keepExcessCells(md: MarkdownIt): void {
  const { ruler } = md.block;
  const table = ruler.getRules('')[0]!; // the first of markdown-it's rules, before ours are added
  ruler.at(
    'table',
    (state, startLine, endLine, silent) => {
      const from = state.tokens.length;
      if (!table(state, startLine, endLine, silent)) return false;
      if (!silent) refillRows(state, from);
      return true;
    },
    { alt: ['paragraph', 'reference'] },
  );
}

function refillRows(state: StateBlock, from: number): void {
  let cells: string[] = [];
  let column = 0;
  let width = 0;
  for (const token of state.tokens.slice(from)) {
    if (token.type === 'th_open') width++;
    if (token.type === 'tr_open') {
      const line = token.map?.[0] ?? 0;
      cells = cellsOf(state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]), width);
      column = 0;
    } else if (token.type === 'inline' && cells.length > 0) token.content = cells[column++] ?? '';
  }
}

/** The cells of a row that has too many, brought to the width; none for a row that has not. */
function cellsOf(line: string, width: number): string[] {
  const split = line.trim().split(/(?<!\\)\|/);
  if (split[0] === '') split.shift();
  if (split.at(-1) === '') split.pop();
  if (width === 0 || split.length <= width) return [];
  const whole: string[] = [];
  for (const part of split) {
    const last = whole.at(-1);
    if (last !== undefined && hasOpenCode(last)) whole[whole.length - 1] = `${last}|${part}`;
    else whole.push(part);
  }
  const cells = whole.slice(0, width - 1);
  if (whole.length >= width) cells.push(whole.slice(width - 1).join('|'));
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

const hasOpenCode = (text: string): boolean => (text.split('`').length - 1) % 2 === 1;
