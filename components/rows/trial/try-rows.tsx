import { FlaskConical } from 'lucide';
import { useRef, useState } from 'preact/hooks';

import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import type { RunSummary, RunView } from '../../../lib/runs/run-views.ts';
import { FailureNotice } from '../../errors/failure-notice.tsx';
import { useClient } from '../../hooks/client-context.tsx';
import { useTopicPart } from '../../hooks/use-throttled-topic.ts';
import { useAction } from '../../hooks/use-action.ts';
import type { Action } from '../../hooks/use-action.ts';
import { t } from '../../i18n/translate.ts';
import { isEnded } from '../../run-status/run-text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useRowsRunView } from '../start/use-rows-run.ts';
import { endTrial } from './end-trial.ts';
import type { RowsForm } from '../form/use-rows-form.ts';
import { MOST_TRIED_ROWS } from '../../../lib/run-request/run-request.ts';
import { useOneStart } from '../../hooks/use-one-start.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface RowsTrial {
  /** The trial that is shown. */
  readonly run: RunView | undefined;
  readonly start: Action<[]>;
  readonly close: () => void;
  /** Answers that nobody decided on are let go. Tells the rows whose accepted answers were on their way until now. */
  readonly stop: () => Promise<readonly string[]>;
}

interface RowsTrialOptions {
  /** Shown at first if it is a trial that is still open. */
  readonly shownRunId: string | undefined;
  readonly connectionId: string;
  /** The first rows that are chosen, by their ids, without those of which an answer was accepted. */
  readonly makeRequest: (justWritten: readonly string[]) => Promise<RunRequest | undefined>;
}

/** A trial is started under an id that the click makes: until it is acknowledged, another click asks for the same trial. */
export function useRowsTrial({ shownRunId, connectionId, makeRequest }: RowsTrialOptions): RowsTrial {
  const client = useClient();
  const [firstShown] = useState(shownRunId);
  const [started, setStarted] = useState<string | undefined>();
  const [closed, setClosed] = useState<string | undefined>();
  // Its answers wait for days, also while other runs of the connection come and go.
  const open = useTopicPart('runs', (runs) => openTrialOf(runs, connectionId, closed)) || undefined;
  const found = useRowsRunView(started ?? open ?? firstShown);
  const isShown = found?.trial === true && found.id !== closed && (started !== undefined || !isEnded(found.state));
  const run = isShown ? found : undefined;
  const startOnce = useOneStart();
  const latest = useRef(found);
  latest.current = found;
  const state = () => latest.current?.state;
  const stop = async () => (run ? endTrial(run.id, { client, sleep, state }) : []);
  const start = useAction(async () => {
    const request = await makeRequest(await stop());
    const selection = request?.selection;
    const tried = selection && 'rowIds' in selection ? selection.rowIds.slice(0, MOST_TRIED_ROWS) : [];
    if (!request || tried.length === 0) return;
    setStarted(await startOnce((id) => client.call('trial.start', { id, request, rowIds: tried, connectionId })));
  });
  return { run, start, stop, close: () => setClosed(run?.id) };
}

/** The id of the trial that waits for a person; empty: none does. */
function openTrialOf(runs: readonly RunSummary[], connectionId: string, closed: string | undefined): string {
  const open = runs.find(
    (one) => one.trial && one.connectionId === connectionId && !isEnded(one.state) && one.id !== closed,
  );
  return open?.id ?? '';
}

interface TryButtonProps {
  readonly form: RowsForm;
  /** Rows that are left to be made. */
  readonly left: number;
  readonly busy: boolean;
  readonly trial: RowsTrial;
}

/** A trial on the first rows that are chosen. */
export function TryButton({ form, left, busy, trial }: TryButtonProps) {
  const isReady = form.options.prompt.trim() !== '' && left > 0 && form.unknownNames.length === 0;
  return (
    <Button onClick={() => trial.start.run()} disabled={busy || trial.start.pending || !isReady}>
      <Icon node={FlaskConical} size={14} />
      {t('rows.try')}
    </Button>
  );
}

export function TrialFailure({ trial }: { readonly trial: RowsTrial }) {
  const { failure, run } = trial.start;
  return failure ? <FailureNotice failure={failure} onRetry={() => run()} /> : null;
}
