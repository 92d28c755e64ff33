import type { CellOutcome } from '../../lib/generation/rows/cell-outcomes.ts';
import { t } from '../i18n/translate.ts';

type CheckProblem = NonNullable<CellOutcome['problems']>[number];

interface Answer {
  readonly after?: string | undefined;
  readonly problems?: readonly CheckProblem[] | undefined;
}

/** Whether an answer is something that could be written: nobody knows whom an unclear name means. */
export function canBeWritten({ after, problems = [] }: Answer): boolean {
  return after !== undefined && after !== '' && !problems.some(({ check }) => check === 'person');
}

/** The names in an answer that nobody, or more than one person, has. */
export function unclearNames(problems: readonly CheckProblem[] = []): readonly string[] {
  return problems.flatMap(({ check, text }) => (check === 'person' && text ? [text] : []));
}

/** Why an answer is not written: “159 characters. The longest allowed is 140.” */
export function problemText({ check, limit = 0, length = 0, text = '' }: CheckProblem): string {
  switch (check) {
    case 'shortest':
    case 'longest':
      return t(`review.${check}`, { count: length, limit });
    case 'match':
    case 'contains':
    case 'person':
      return t(`review.${check}`, { text });
    case 'unique':
    case 'refusal':
      return t(`review.${check}`);
  }
}

/** All of them, as sentences. */
export function problemsText(problems: readonly CheckProblem[]): string {
  return problems.map(problemText).join(' ');
}
