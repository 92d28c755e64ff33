import type { RunView } from '../../lib/runs/run-views.ts';
import { t } from '../i18n/translate.ts';

/** What a run did: where its text stands, and what it took of the plan. Nothing before it wrote, nor after an undo. */
export function RunOutcome({ run }: { readonly run: RunView }) {
  if (run.wroteAt === undefined || run.undo !== undefined) return null;
  return (
    <p class="small">
      {t(`run.wrote.${run.wroteAt}`)}{' '}
      {run.wroteUrl && (
        <a href={run.wroteUrl} target="_blank" rel="noopener noreferrer">
          {t('run.wrote.show')}
        </a>
      )}
      {run.prompts > 0 && <span class="soft"> · {t('run.promptsUsed', { count: run.prompts })}</span>}
    </p>
  );
}
