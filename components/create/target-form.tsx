import { useState } from 'preact/hooks';

import type { TargetKind } from '../../lib/connections/connection.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { FoundTargets } from './found-targets.tsx';
import { SampleButtons } from './sample-buttons.tsx';
import { useTargetForm } from './use-target-form.ts';
import './create.css';

const KINDS: readonly TargetKind[] = ['page', 'database'];

interface TargetFormProps {
  readonly url: string;
  readonly kind: TargetKind;
}

/** Name, type and URL of the target; or one from the list; or a fresh sample. */
export function TargetForm(props: TargetFormProps) {
  const form = useTargetForm(props);
  const [making, setMaking] = useState<TargetKind | undefined>();
  const { next } = form;
  const otherKind = next.failure && OTHER_KIND[next.failure.code];
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next.run();
      }}
    >
      <TextField label={t('create.name')} value={form.name} onInput={form.setName} hint={t('create.name.hint')} />
      <Select
        label={t('create.type')}
        value={form.kind}
        options={KINDS.map((value) => ({ value, label: t(`create.type.${value}`) }))}
        onChange={form.setKind}
      />
      <TextField
        label={t('create.url')}
        type="url"
        value={form.url}
        onInput={form.setUrl}
        placeholder="https://app.notion.com/p/…"
        required
        error={form.urlMissing ? t('error.url-empty') : undefined}
      />
      {/* The dialog has a list of its own: only one of them can be reached at a time. */}
      <div {...(making && { inert: true, 'aria-hidden': 'true' as const })}>
        <FoundTargets kind={form.kind} chosen={form.chosen} onChoose={form.choose} />
      </div>
      <SampleButtons making={making} setMaking={setMaking} onMade={form.choose} />
      {next.failure && <FailureNotice failure={next.failure} onRetry={() => next.run()} />}
      <div class="row">
        <Button type="submit" look="primary" disabled={next.pending}>
          {t('create.next')}
        </Button>
        {otherKind && <Button onClick={() => form.setKind(otherKind)}>{t(`create.use.${otherKind}`)}</Button>}
        <span aria-live="polite" class="soft small">
          {next.pending ? t('create.checking') : ''}
        </span>
      </div>
      {next.pending && <CommandWait of={['target.resolve']} />}
    </form>
  );
}

/** A target of the other kind: one click sets the type right. */
const OTHER_KIND: Readonly<Record<string, TargetKind>> = { 'target-is-database': 'database', 'target-is-page': 'page' };
