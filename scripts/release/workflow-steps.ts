/** The steps of a GitHub workflow, read as far as ours goes: jobs with steps of `run` or `uses`, each with `env` and `with`. */
export interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  /** Its condition, as it stands. */
  readonly if?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, string>>;
}

export interface WorkflowJob {
  readonly name: string;
  readonly steps: readonly WorkflowStep[];
}

/** @throws Error when a line is not of the form that is read here: nothing is passed over in silence */
export function readJobs(workflow: string): WorkflowJob[] {
  const [, jobs = ''] = workflow.split(/^jobs:\n/mu);
  return split(jobs, /^ {2}(?=\w)/mu).map((job) => {
    const [head = '', steps = ''] = job.split(/^ {4}steps:\n/mu);
    return { name: head.slice(0, head.indexOf(':')), steps: split(steps, /^ {6}- /mu).map(readStep) };
  });
}

/** A step without its dash: each key of its own stands at its beginning or eight spaces in. */
function readStep(text: string): WorkflowStep {
  const fields: Record<string, string> = {};
  const maps: Record<'env' | 'with', Record<string, string>> = { env: {}, with: {} };
  const body = ` ${text}`.replaceAll(/^ *#.*\n/gmu, '');
  for (const field of split(body, /^(?: | {8})(?=\w)/mu)) {
    const [, key = '', rest = ''] = /^([\w-]+):\s*([^]*)$/u.exec(field) ?? [];
    if (key === '') throw new Error(`Not a key of a step: ${field}`);
    if (key === 'env' || key === 'with') Object.assign(maps[key], readMap(rest));
    else fields[key] = readValue(rest);
  }
  return { ...fields, ...maps };
}

function readMap(text: string): Record<string, string> {
  return Object.fromEntries(
    split(`${' '.repeat(10)}${text.trimStart()}`, /^ {10}(?=[\w-]+:)/mu).map((entry) => {
      const at = entry.indexOf(':');
      return [entry.slice(0, at), readValue(entry.slice(at + 1))];
    }),
  );
}

/** One line without its comment, or the lines of a block (`|`), without what they are indented by. */
function readValue(text: string): string {
  const value = text.trim();
  if (!value.startsWith('|')) return value.replace(/\s+#.*$/u, '').replace(/^'(.*)'$/u, '$1');
  const [, ...lines] = value.split('\n');
  const indent = Math.min(...lines.map((line) => line.search(/\S|$/u)).filter((width) => width > 0), 80);
  return lines.map((line) => line.slice(indent)).join('\n');
}

function split(text: string, at: RegExp): string[] {
  return text.split(at).filter((part) => part.trim() !== '');
}
