import { FailureNotice } from '../errors/failure-notice.tsx';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ChangedPromptQuestion } from './use-changed-prompt.ts';
import './connections.css';

/** Asks before a prompt is used that was changed in Notion. Nothing where there is nothing to ask. */
export function ChangedPrompt({ question, decide }: Omit<ChangedPromptQuestion, 'version'>) {
  if (question === undefined) return null;
  const { before, at } = question;
  return (
    <>
      <Notice
        kind="warn"
        actions={
          <>
            <Button size="small" onClick={() => decide.run(true)} disabled={decide.pending}>
              {t('changedPrompt.use')}
            </Button>
            <Button size="small" onClick={() => decide.run(false)} disabled={decide.pending}>
              {t('changedPrompt.back')}
            </Button>
          </>
        }
      >
        <p>{t('changedPrompt.text', { time: formatMoment(at) })}</p>
        <details>
          <summary>{t('changedPrompt.before')}</summary>
          <p class="changed-prompt-before">{before.trim() === '' ? t('changedPrompt.empty') : before}</p>
        </details>
      </Notice>
      {decide.failure && <FailureNotice failure={decide.failure} />}
    </>
  );
}
