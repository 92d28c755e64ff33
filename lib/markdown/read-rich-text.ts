/** A block as Notion answers it, or as we send it; children may hang at the block (attached by a reader) or in its body. */
export interface ReadableBlock {
  readonly type: string;
  readonly children?: readonly ReadableBlock[];
}

export interface ReadRun {
  readonly kind: 'text' | 'equation' | 'mention';
  readonly text: string;
  readonly url: string | undefined;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly strikethrough: boolean;
  readonly underline: boolean;
  readonly code: boolean;
  /** Empty for the default colour. */
  readonly color: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** An object's fields, or none: what comes from outside may have any shape. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function bodyOf(block: ReadableBlock): Fields {
  return fieldsOf(fieldsOf(block)[block.type]);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function childBlocksOf(block: ReadableBlock): readonly ReadableBlock[] {
  const children = block.children ?? listOf(bodyOf(block).children);
  return children.filter((child): child is ReadableBlock => typeof fieldsOf(child).type === 'string');
}

/** A rich text array in one form, whether it was sent or answered; runs that differ in nothing but their text are joined. */
export function readRuns(richText: unknown): ReadRun[] {
  const runs: ReadRun[] = [];
  for (const item of listOf(richText)) {
    const run = readRun(fieldsOf(item));
    if (run.text === '') continue;
    const last = runs.at(-1);
    if (last?.kind === 'text' && run.kind === 'text' && styleOf(last) === styleOf(run)) {
      runs[runs.length - 1] = { ...last, text: last.text + run.text };
    } else runs.push(run);
  }
  return runs;
}

function readRun(item: Fields): ReadRun {
  const text = fieldsOf(item.text);
  const equation = fieldsOf(item.equation);
  const annotations = fieldsOf(item.annotations);
  const color = textOf(annotations.color);
  const kind = item.equation !== undefined ? 'equation' : item.text !== undefined ? 'text' : 'mention';
  const url = textOf(fieldsOf(text.link).url) || textOf(item.href);
  return {
    kind,
    text: textOf(equation.expression) || textOf(text.content) || textOf(item.plain_text),
    url: url === '' ? undefined : url,
    bold: annotations.bold === true,
    italic: annotations.italic === true,
    strikethrough: annotations.strikethrough === true,
    underline: annotations.underline === true,
    code: annotations.code === true,
    color: color === 'default' ? '' : color,
  };
}

export function styleOf(run: ReadRun): string {
  const flags = [run.bold, run.italic, run.strikethrough, run.underline, run.code].map(Number).join('');
  return `${flags} ${run.color} ${run.url ?? ''}`;
}

export function plainTextOf(richText: unknown): string {
  return readRuns(richText)
    .map((run) => run.text)
    .join('');
}
