import { FlaskConical } from 'lucide';
import { useState } from 'preact/hooks';

import type { RunRequest } from '../../lib/jobs/run.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useRun } from '../generate-panel/use-generate.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { isBodyOutput, type RowsForm } from './use-rows-form.ts';

const TRIED_ROWS = 3;

interface TryRowsProps {
  readonly form: RowsForm;
  readonly busy: boolean;
  /** Waits until new rows are in Notion. */
  readonly makeRequest: () => Promise<RunRequest>;
  readonly onAccepted: (rowIds: readonly string[]) => void;
  readonly onStarted: () => void;
}

/** A trial on the first rows that are chosen. */
export function TryRows({ form, busy, makeRequest, onAccepted, onStarted }: TryRowsProps) {
  const client = useClient();
  const [trialId, setTrialId] = useState<string | undefined>();
  const run = useRun(trialId);
  const start = useAction(async () => {
    const id = crypto.randomUUID();
    const request = await makeRequest();
    const tried = request.selection?.kind === 'ticked' ? request.selection.rowIds.slice(0, TRIED_ROWS) : [];
    if (tried.length === 0) return;
    await client.call('trial.start', { id, request, rowIds: tried });
    setTrialId(id);
    onStarted();
  });
  const isReady = form.options.prompt.trim() !== '' && form.toWrite.length > 0 && form.unknownNames.length === 0;
  return (
    <>
      {!isBodyOutput(form.options) && (
        <div>
          <Button onClick={() => start.run()} disabled={busy || start.pending || !isReady}>
            <Icon node={FlaskConical} size={14} />
            {t('rows.try')}
          </Button>
        </div>
      )}
      {start.failure && <FailureNotice failure={start.failure} onRetry={() => start.run()} />}
      {run && <TrialPanel key={run.id} run={run} onAccepted={onAccepted} onClose={() => setTrialId(undefined)} />}
    </>
  );
}
