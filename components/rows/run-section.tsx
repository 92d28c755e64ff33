import { ExternalLink } from 'lucide';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { RunActions } from '../runs/run-actions.tsx';
import { RunStanding } from '../runs/run-standing.tsx';
import { t } from '../i18n/translate.ts';
import { isEnded, searchingText } from '../run-status/run-text.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { RowsRun } from './start/use-rows-run.ts';
import '../generate-panel/generate-panel.css';
import '../runs/runs.css';

interface RunSectionProps {
  readonly rowsRun: RowsRun;
  /** Where a way to what was written is wanted: the address of the database. */
  readonly url?: string;
}

/** The run of rows as it goes, and what can be done with it. */
export function RunSection({ rowsRun: { run, control }, url }: RunSectionProps) {
  if (!run) return null;
  return (
    <div class="run">
      <RunStanding run={run} />
      {run.searching !== undefined && <p class="soft small">{searchingText(run.searching)}</p>}
      {run.failure && run.state !== 'stopped' && <FailureNotice failure={run.failure} />}
      <RunActions run={run} control={control}>
        {url !== undefined && isEnded(run.state) && (
          <LinkButton href={url} newTab>
            <Icon node={ExternalLink} size={14} />
            {t('connections.openInNotion')}
          </LinkButton>
        )}
      </RunActions>
      {control.failure && <FailureNotice failure={control.failure} />}
    </div>
  );
}
