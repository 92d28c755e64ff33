import type { Failure } from '../../lib/shared/app-error.ts';
import { failureText } from './failure-text.ts';
import { ServerWords } from './server-words.tsx';

/** Why something beside a field could not be read, with the server's own words folded below. */
export function FailureHint({ failure }: { readonly failure: Failure }) {
  return (
    <>
      {failureText(failure, { now: Date.now() })}
      <ServerWords failure={failure} />
    </>
  );
}
