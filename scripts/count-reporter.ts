import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** What one run of vitest came to, per project ('' for a run without projects). */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Tests that needed a second try: the name, and what went wrong at the first. */
  readonly retried?: readonly string[];
}

/** A vitest reporter that leaves only the counts, as JSON in the file that VISEN_COUNTS names. */
export default class CountReporter implements Reporter {
  private readonly counts = new Map<string, { passed: number; failed: number; retried: string[] }>();

  onTestCaseResult(testCase: TestCase): void {
    const { state } = testCase.result();
    // A skipped test is a failed one: nothing may pass by not running.
    const counts = this.of(testCase.project.name);
    counts[state === 'passed' ? 'passed' : 'failed'] += 1;
    if ((testCase.diagnostic()?.retryCount ?? 0) === 0) return;
    // Vitest keeps the errors of the first try, also when the second one passed.
    const why = testCase.result().errors?.[0]?.message ?? 'no error told';
    counts.retried.push(`${testCase.fullName}: ${why.replace(/\s+/g, ' ').slice(0, 600)}`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    // A file that could not be loaded, or whose set-up or tear-down failed, has no failed test of its own.
    for (const module of modules) if (module.errors().length > 0) this.of(module.project.name).failed += 1;
    if (unhandledErrors.length > 0) this.of('').failed += unhandledErrors.length;
    const file = process.env['VISEN_COUNTS'];
    if (file) writeFileSync(file, JSON.stringify(Object.fromEntries(this.counts)));
  }

  private of(project: string): { passed: number; failed: number; retried: string[] } {
    const counts = this.counts.get(project) ?? { passed: 0, failed: 0, retried: [] };
    this.counts.set(project, counts);
    return counts;
  }
}
