/** Questions asked of a real service and of the sandbox, and where the answers differ. */

/** Plain data that can be compared: no ids, no times, no texts of the account. */
export type Finding = null | boolean | number | string | readonly Finding[] | { readonly [key: string]: Finding };

export interface Question<Subject> {
  readonly name: string;
  /** A measurement: shown, never compared. */
  readonly isMeasure?: true;
  readonly ask: (subject: Subject) => Promise<Finding>;
}

export interface Line {
  readonly name: string;
  readonly real?: Finding;
  readonly sandbox?: Finding;
  readonly verdict: 'same' | 'differs' | 'measured' | 'failed';
}

/** What it says when a question could not be asked to its end. */
async function findingOf<Subject>(question: Question<Subject>, subject: Subject): Promise<Finding> {
  try {
    return await question.ask(subject);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : 'unknown' };
  }
}

/** Asks both, one question after the other. */
export async function compare<Subject>(
  questions: readonly Question<Subject>[],
  real: Subject,
  sandbox: Subject,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const question of questions) {
    const found = { real: await findingOf(question, real), sandbox: await findingOf(question, sandbox) };
    const isSame = JSON.stringify(found.real) === JSON.stringify(found.sandbox);
    const isFailed = typeof found.real === 'object' && found.real !== null && 'failed' in found.real;
    const verdict = isFailed ? 'failed' : question.isMeasure ? 'measured' : isSame ? 'same' : 'differs';
    lines.push({ name: question.name, ...found, verdict });
  }
  return lines;
}

/** The report of one service; secrets are struck out whatever they stand in. */
export function report(service: string, lines: readonly Line[], secrets: readonly string[]): string {
  const text = [
    `${service}: ${lines.filter(({ verdict }) => verdict === 'same').length} of ${lines.length} as in the sandbox`,
    ...lines.map(({ name, real, sandbox, verdict }) => {
      if (verdict === 'same') return `  same      ${name}: ${JSON.stringify(real)}`;
      if (verdict === 'measured') return `  measured  ${name}: ${JSON.stringify(real)}`;
      return `  ${verdict.padEnd(8)}  ${name}\n            real    ${JSON.stringify(real)}\n            sandbox ${JSON.stringify(sandbox)}`;
    }),
  ].join('\n');
  return redact(text, secrets);
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text);
}
