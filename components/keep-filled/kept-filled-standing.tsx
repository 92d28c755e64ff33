import { Pause, Play } from 'lucide';

import type { KeepFilledView } from '../../lib/keep-filled/keep-filled-view.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { failureText } from '../errors/failure-text.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useMinute } from '../hooks/use-minute.ts';
import { formatTime } from '../i18n/relative-time.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { WaitLine } from '../waits/wait-line.tsx';

/** What it did last, what comes next, and what stands in its way. */
export function KeptFilledStanding({ view }: { readonly view: KeepFilledView }) {
  const now = useMinute();
  const { standing, failure, left } = view;
  return (
    <div class="keep-standing">
      <p class="soft small" aria-live="polite">
        {standingText(view, now)}
      </p>
      {standing === 'waiting' && failure && <WaitLine text={failureText(failure, { now })} until={failure.retryAt} />}
      {standing === 'paused' && failure && <FailureNotice failure={failure} />}
      {left !== undefined && standing === 'on' && <p class="soft small">{t('keep.left')}</p>}
    </div>
  );
}

function standingText({ standing, lastLook, nextLookAt, failure }: KeepFilledView, now: number): string {
  const parts: string[] = [];
  if (standing === 'paused') parts.push(t('keep.paused'));
  if (standing === 'filling') parts.push(t('keep.filling'));
  else if (lastLook?.failure) {
    parts.push(t('keep.failed', { time: formatTime(lastLook.at, now) }));
    if (!failure) parts.push(failureText(lastLook.failure, { now }));
  } else if (lastLook) parts.push(t('keep.last', { time: formatTime(lastLook.at, now), count: lastLook.filled }));
  if (standing === 'on' && nextLookAt !== undefined) parts.push(t('keep.next', { time: formatTime(nextLookAt, now) }));
  return parts.join(' ');
}

/** Look now, and Pause or Resume. */
export function KeptFilledActions({ view }: { readonly view: KeepFilledView }) {
  const client = useClient();
  const { connectionId, standing } = view;
  const look = useAction(async () => {
    await client.call('keepFilled.look', { connectionId });
  });
  const pause = useAction(async (isPaused: boolean) => {
    await client.call('keepFilled.pause', { connectionId, isPaused });
  });
  const isPaused = standing === 'paused';
  return (
    <>
      <Button size="small" onClick={() => look.run()} disabled={look.pending || standing === 'filling'}>
        {t('keep.lookNow')}
      </Button>
      <Button size="small" onClick={() => pause.run(!isPaused)} disabled={pause.pending}>
        <Icon node={isPaused ? Play : Pause} size={14} />
        {t(isPaused ? 'run.resume' : 'runs.pause')}
      </Button>
      {look.failure && <FailureNotice failure={look.failure} />}
      {pause.failure && <FailureNotice failure={pause.failure} />}
    </>
  );
}
