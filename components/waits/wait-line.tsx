/** A wait is no fault: a grey line with a clock, why, and the seconds until Visen tries again by itself. */
import { Clock } from 'lucide';

import type { CallWait } from '../../lib/messaging/command-waits.ts';
import type { CommandName } from '../../lib/messaging/protocol.ts';
import { useNow } from '../hooks/use-now.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { StatusRegion } from '../ui/status-region.tsx';
import { useWait } from './use-waits.ts';
import { secondsUntil, waitReasonText } from './wait-text.ts';
import './waits.css';

interface CommandWaitProps {
  /** Whose waits have their place here; absent: those that have none. */
  readonly of?: readonly CommandName[];
}

/** What a person asked for and what has to wait; nothing while nothing waits. */
export function CommandWait({ of }: CommandWaitProps) {
  const wait = useWait(of);
  return wait ? <KnownWait wait={wait} /> : null;
}

function KnownWait({ wait }: { readonly wait: CallWait }) {
  const isOnline = navigator.onLine;
  const text = waitReasonText(wait, isOnline);
  return <WaitLine text={text} until={isOnline ? wait.until : undefined} />;
}

interface WaitLineProps {
  readonly text: string;
  /** Epoch ms. Absent: nobody knows. */
  readonly until?: number | undefined;
}

/** The line alone, for waits of other kinds. */
export function WaitLine({ text, until }: WaitLineProps) {
  const now = useNow(until !== undefined);
  const seconds = until === undefined ? 0 : secondsUntil(until, now);
  const left = seconds > 0 ? t('wait.seconds', { seconds }) : '';
  return (
    <div class="wait-line">
      <Icon node={Clock} size={16} />
      <span aria-hidden="true">{text}</span>
      {left && (
        <span class="wait-seconds" aria-hidden="true">
          {left}
        </span>
      )}
      {/* A reader hears it every few seconds; who looks sees each second. */}
      <StatusRegion text={left ? formatList([text, left]) : text} kind={text} hidden />
    </div>
  );
}
