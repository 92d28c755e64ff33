import { useState } from 'preact/hooks';

import type { CommandRequest } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download.ts';
import { feedbackText } from './feedback-file.ts';

interface PassOnButtonsProps {
  readonly request: CommandRequest<'feedback.send'>;
  /** The message is empty. */
  readonly onMissing: () => void;
  readonly isPrimary: boolean;
}

/** The message to take along, where it cannot be sent from here. */
export function PassOnButtons({ request, onMissing, isPrimary }: PassOnButtonsProps) {
  const [done, setDone] = useState<'copied' | 'saved' | undefined>();
  const copy = useAction(async () => {
    await navigator.clipboard.writeText(feedbackText(request));
    setDone('copied');
  });
  const guard = (then: () => void) => () => {
    setDone(undefined);
    if (request.message === '') onMissing();
    else then();
  };
  const save = () => {
    downloadText('visen-feedback.txt', feedbackText(request), 'text/plain');
    setDone('saved');
  };
  return (
    <>
      <Button look={isPrimary ? 'primary' : 'plain'} onClick={guard(() => copy.run())}>
        {t('run.copy')}
      </Button>
      <Button onClick={guard(save)}>{t('feedback.save')}</Button>
      <span role="status" class="soft small">
        {done ? t(`feedback.${done}`) : ''}
      </span>
      {copy.failure && <FailureNotice failure={copy.failure} />}
    </>
  );
}
