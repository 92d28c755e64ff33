import type { JobView, RunView } from '../messaging/protocol.ts';

const COLUMNS = ['title', 'state', 'answer', 'before', 'error', 'tokens', 'url'] as const;

/** A run with its rows as a file: no key, and nothing that was not shown. */
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
    url: job.url,
  }));
  if (format === 'json') return { fileName, content: `${JSON.stringify({ run: describe(run), rows }, null, 2)}\n` };
  const lines = [
    COLUMNS.join(','),
    ...rows.map((row) => COLUMNS.map((column) => quote(String(row[column]))).join(',')),
  ];
  // A byte order mark, without which spreadsheets read UTF-8 as something else.
  return { fileName, content: `\ufeff${lines.join('\r\n')}\r\n` };
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
