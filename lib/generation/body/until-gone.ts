import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';

/** What the look gives; undefined where Notion does not know what was asked for. Anything else that goes wrong is thrown. */
export async function untilGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AppError && ruleOf(error.code).isGone) return undefined;
    throw error;
  }
}
