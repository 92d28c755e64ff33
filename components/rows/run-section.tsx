import { FailureNotice } from '../errors/failure-notice.tsx';
import { RunActions } from '../runs/run-actions.tsx';
import { RunStanding } from '../runs/run-standing.tsx';
import type { RowsRun } from './start/use-rows-run.ts';
import '../generate-panel/generate-panel.css';
import '../runs/runs.css';

/** The run of rows as it goes, and what can be done with it. */
export function RunSection({ rowsRun: { run, control } }: { readonly rowsRun: RowsRun }) {
  if (!run) return null;
  return (
    <div class="run">
      <RunStanding run={run} />
      {run.failure && run.state !== 'stopped' && <FailureNotice failure={run.failure} />}
      <RunActions run={run} control={control} />
      {control.failure && <FailureNotice failure={control.failure} />}
    </div>
  );
}
