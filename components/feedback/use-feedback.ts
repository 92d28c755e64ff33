import { useState } from 'preact/hooks';

import type { CommandRequest } from '../../lib/messaging/protocol.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import type { FeedbackKind } from './feedback-file.ts';

/** What is being written, and the click that sends it; the words stay until they are sent or kept for later. */
export function useFeedback(diagnostics: string) {
  const client = useClient();
  const [kind, setKind] = useState<FeedbackKind>('idea');
  const [message, setMessage] = useState('');
  const [included, setIncluded] = useState(false);
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<'sent' | 'queued' | undefined>();
  const request: CommandRequest<'feedback.send'> = {
    kind,
    message: message.trim(),
    ...(included && { diagnostics }),
  };
  const send = useAction(async () => {
    const { state } = await client.call('feedback.send', request);
    setSent(state);
    setMessage('');
    setTried(false);
  });
  const isEmpty = request.message === '';
  const submit = () => {
    setSent(undefined);
    setTried(true);
    if (!isEmpty) send.run();
  };
  return {
    request,
    message,
    included,
    setKind,
    setMessage,
    setIncluded,
    /** Somebody tried to send nothing. */
    isMissing: tried && isEmpty,
    noteTry: () => setTried(true),
    sent,
    send,
    submit,
  };
}
