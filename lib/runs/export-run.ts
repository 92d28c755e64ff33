import type { CellOutcome } from '../generation/rows/cell-outcomes.ts';
import type { JobView, RunView } from './run-views.ts';

const COLUMNS = ['title', 'state', 'answer', 'before', 'error', 'tokens', 'engine', 'model', 'url', 'sources'] as const;

const OUTCOMES: Readonly<Record<NonNullable<CellOutcome['outcome']>, string>> = {
  kept: 'Kept',
  written: 'Written',
  empty: 'Left empty',
  review: 'Needs review',
};

/**
 * A run with its rows as a file: no key, and nothing that was not shown. For each property three columns say what happened to it,
 * what stood there and what was written.
 */
export function exportRun(
  run: RunView,
  jobs: readonly JobView[],
  format: 'csv' | 'json',
): { fileName: string; content: string } {
  const fileName = `visen-run-${new Date(run.createdAt).toISOString().slice(0, 10)}.${format}`;
  const rows = jobs.map((job) => ({
    title: job.title,
    state: job.state,
    answer: job.answer ?? '',
    before: job.before ?? '',
    error: job.failure?.code ?? '',
    tokens: job.tokens ?? '',
    engine: job.madeBy?.engine ?? '',
    model: job.madeBy?.model ?? '',
    url: job.url,
    sources: (job.sources ?? []).map(({ url }) => url).join(' '),
    properties: (job.cells ?? []).map(describeCell),
  }));
  if (format === 'json') return { fileName, content: `${JSON.stringify({ run: describe(run), rows }, null, 2)}\n` };
  const properties = propertiesOf(jobs);
  const lines = [
    [...COLUMNS, ...properties.flatMap(({ name }) => [name, `${name}: before`, `${name}: after`].map(quote))].join(','),
    ...rows.map((row) =>
      [
        ...COLUMNS.map((column) => String(row[column])),
        ...properties.flatMap(({ id }) => cellColumns(row.properties, id)),
      ]
        .map(quote)
        .join(','),
    ),
  ];
  // A byte order mark, without which spreadsheets read UTF-8 as something else.
  return { fileName, content: `\ufeff${lines.join('\r\n')}\r\n` };
}

interface ExportedCell {
  readonly id: string;
  readonly name: string;
  readonly outcome: string;
  readonly before: string;
  readonly after: string;
}

function describeCell({ propertyId, name, outcome, before = '', after = '' }: CellOutcome): ExportedCell {
  return { id: propertyId, name, outcome: outcome ? OUTCOMES[outcome] : '', before, after };
}

/** The properties of all rows, under the name each had last. */
function propertiesOf(jobs: readonly JobView[]): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map(
    jobs.flatMap(({ cells = [] }) => cells.map(({ propertyId, name }) => [propertyId, name] as const)),
  );
  return [...names].map(([id, name]) => ({ id, name }));
}

function cellColumns(cells: readonly ExportedCell[], id: string): string[] {
  const cell = cells.find((one) => one.id === id);
  return cell ? [cell.outcome, cell.before, cell.after] : ['', '', ''];
}

function describe(run: RunView): Record<string, unknown> {
  const { prompt } = run.request.options;
  const {
    id,
    state,
    engine,
    model,
    createdAt,
    endedAt,
    total,
    done,
    failed,
    skipped,
    prompts,
    inputTokens,
    outputTokens,
    cost,
  } = run;
  const counts = { total, done, failed, skipped, prompts, inputTokens, outputTokens, cost };
  return { id, state, target: run.request.target, prompt, engine, model, createdAt, endedAt, ...counts };
}

/** A cell that begins like a formula is not run as one by a spreadsheet. https://owasp.org/www-community/attacks/CSV_Injection */
function quote(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
