import { packageScript, runNode } from './run-command.ts';

interface LintMessage {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** Warnings that stay, each with its reason; reviewers are told in docs/store/reviewers.md. Any other one fails the check. */
export const KNOWN_WARNINGS: Readonly<Record<string, string>> = {
  UNSAFE_VAR_ASSIGNMENT: "Preact's own code for dangerouslySetInnerHTML, which lint forbids us to use",
  KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION: 'Firefox for Android is not a target',
};

/** What addons.mozilla.org would say of the Firefox build; an empty list is a pass. */
export async function lintFirefoxBuild(): Promise<string[]> {
  const { output } = await runNode([
    packageScript('web-ext/bin/web-ext.js'),
    'lint',
    '--source-dir=.output/firefox-mv3',
    '--output=json',
    '--no-config-discovery',
  ]);
  const start = output.indexOf('{');
  if (start < 0) return [`web-ext lint gave no result: ${output.slice(-500)}`];
  const report = JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)) as {
    errors: LintMessage[];
    warnings: LintMessage[];
  };
  return [...report.errors, ...report.warnings.filter((it) => !Object.hasOwn(KNOWN_WARNINGS, it.code))].map(
    (it) => `${it.code}: ${it.message} (${it.file ?? 'manifest.json'}:${it.line ?? 1})`,
  );
}
