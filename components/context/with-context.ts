import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { Target } from '../../lib/run-request/target.ts';

/** The options with these pages and databases as context; none is no option at all. */
export function withContext(options: GenerationOptions, context: readonly Target[]): GenerationOptions {
  const { context: _before, ...rest } = options;
  return context.length > 0 ? { ...rest, context } : rest;
}
