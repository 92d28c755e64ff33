import { useEffect, useState } from 'preact/hooks';

import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Spinner } from '../ui/spinner.tsx';
import { FeedbackForm } from './feedback-form.tsx';

/** A message to those who make Visen, or to be passed on by the person where a build has no address. */
export function FeedbackView() {
  const client = useClient();
  const [facts, setFacts] = useState<CommandResponse<'feedback.diagnostics'> | undefined>();
  const read = useAction(async () => setFacts(await client.call('feedback.diagnostics', {})));
  const { run } = read;
  useEffect(() => run(), [run]);
  return (
    <>
      <ViewHeader title={t('nav.feedback')} lead={t('feedback.lead')} />
      {read.failure && <FailureNotice failure={read.failure} onRetry={() => read.run()} />}
      {!facts && !read.failure && <Spinner text={t('feedback.loading')} />}
      {facts && <FeedbackForm facts={facts} />}
    </>
  );
}
