import { useId, useState } from 'preact/hooks';

import type { TargetKind } from '../../lib/run-request/target.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { FoundTargets } from './found-targets.tsx';
import { SampleButtons } from './sample-buttons.tsx';
import { isAddress, useTargetForm } from './use-target-form.ts';
import './create.css';

const KINDS: readonly TargetKind[] = ['page', 'database'];

interface TargetFormProps {
  readonly url: string;
  /** What the link that led here said; otherwise the address or the entry tells. */
  readonly kind: TargetKind | undefined;
  /** A saved prompt that the connection begins with. */
  readonly prompt?: string;
  /** The field, the list and the samples alone: type and name follow from what is chosen. */
  readonly isShort?: boolean;
}

/** One field for an address or a search, with what was found below; or a fresh sample. */
export function TargetForm(props: TargetFormProps) {
  const form = useTargetForm(props);
  const listId = useId();
  const [making, setMaking] = useState<TargetKind | undefined>();
  const { next } = form;
  return (
    <form
      class="stack create-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next.run();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement)) return;
        const list = document.getElementById(listId);
        if (list) event.preventDefault();
        list?.focus();
      }}
    >
      <TextField
        label={t('create.url')}
        value={form.url}
        onInput={form.setUrl}
        placeholder={t('create.url.placeholder')}
        error={urlError(form)}
        {...(!props.isShort && { autoFocus: true })}
      />
      <Refusal form={form} />
      {/* The dialog has a list of its own: only one of them can be reached at a time. */}
      <div {...(making && { inert: true, 'aria-hidden': 'true' as const })}>
        <FoundTargets
          id={listId}
          query={isAddress(form.url) || form.chosen !== undefined ? '' : form.url}
          chosen={form.chosen}
          onChoose={form.choose}
          onOpen={form.open}
        />
      </div>
      <div class="create-line">
        {!props.isShort && <TypeAndName form={form} />}
        <Button type="submit" look="primary" disabled={next.pending}>
          {t('create.next')}
        </Button>
      </div>
      {next.pending && <CommandWait of={['target.resolve']} />}
      <span aria-live="polite" class="soft small create-checking">
        {next.pending ? t('create.checking') : ''}
      </span>
      <SampleButtons making={making} setMaking={setMaking} onMade={form.choose} />
    </form>
  );
}

function TypeAndName({ form }: { readonly form: ReturnType<typeof useTargetForm> }) {
  return (
    <>
      <Select
        label={t('create.type')}
        value={form.kind}
        options={KINDS.map((value) => ({ value, label: t(`create.type.${value}`) }))}
        onChange={form.setKind}
      />
      <TextField label={t('create.name')} value={form.name} onInput={form.setName} />
    </>
  );
}

/** Why the address cannot be used, with the cure, right below the field. */
function Refusal({ form }: { readonly form: ReturnType<typeof useTargetForm> }) {
  const { failure } = form.next;
  if (!failure) return null;
  const otherKind = OTHER_KIND[failure.code];
  return (
    <div class="create-failure">
      <FailureNotice failure={failure} onRetry={() => form.next.run()} />
      {otherKind && <Button onClick={() => form.setKind(otherKind)}>{t(`create.use.${otherKind}`)}</Button>}
    </div>
  );
}

function urlError(form: ReturnType<typeof useTargetForm>): string | undefined {
  if (form.urlMissing) return t('error.url-empty');
  return form.next.failure ? t('create.url.refused') : undefined;
}

/** A target of the other kind: one click sets the type right. */
const OTHER_KIND: Readonly<Record<string, TargetKind>> = { 'target-is-database': 'database', 'target-is-page': 'page' };
