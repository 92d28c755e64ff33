import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { StatusBox } from '../ui/status-region.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { FEEDBACK_KINDS } from './feedback-file.ts';
import { PassOnButtons } from './pass-on-buttons.tsx';
import { useFeedback } from './use-feedback.ts';
import './feedback.css';

interface FeedbackFormProps {
  readonly facts: CommandResponse<'feedback.diagnostics'>;
}

export function FeedbackForm({ facts }: FeedbackFormProps) {
  const feedback = useFeedback(facts.text);
  const { request, included, sent, send, submit } = feedback;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (facts.available) submit();
      }}
    >
      {!facts.available && <Notice>{t('feedback.noAddress')}</Notice>}
      <Select
        label={t('feedback.kind')}
        value={request.kind}
        onChange={feedback.setKind}
        options={FEEDBACK_KINDS.map((value) => ({ value, label: t(`feedback.kind.${value}`) }))}
      />
      <TextArea
        label={t('feedback.message')}
        value={feedback.message}
        onInput={feedback.setMessage}
        rows={6}
        error={feedback.isMissing ? t('feedback.messageMissing') : undefined}
      />
      <Checkbox
        label={t('feedback.diagnostics')}
        hint={t('feedback.diagnostics.hint')}
        checked={included}
        onChange={feedback.setIncluded}
      />
      {included && (
        <pre class="diagnostics" role="region" aria-label={t('feedback.diagnostics.text')} tabIndex={0}>
          {facts.text}
        </pre>
      )}
      <div class="row">
        {facts.available && (
          <Button type="submit" look="primary" disabled={send.pending}>
            {t('feedback.send')}
          </Button>
        )}
        {(!facts.available || send.failure) && (
          <PassOnButtons request={request} onMissing={feedback.noteTry} isPrimary={!facts.available} />
        )}
      </div>
      <StatusBox>{sent && <Notice kind="good">{t(`feedback.${sent}`)}</Notice>}</StatusBox>
      {send.failure && <FailureNotice failure={send.failure} onRetry={submit} />}
    </form>
  );
}
