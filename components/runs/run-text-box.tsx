import { Copy } from 'lucide';
import { useState } from 'preact/hooks';

import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { WrittenBlocks } from '../written-blocks/written-blocks.tsx';

interface RunTextBoxProps {
  readonly text: string;
  readonly runId: string;
  readonly streaming: boolean;
}

/** What a page's run wrote, kept at its end while it grows, and the whole of it for Copy. */
export function RunTextBox({ text, runId, streaming }: RunTextBoxProps) {
  const client = useClient();
  const [copied, setCopied] = useState(false);
  const copy = useAction(async () => {
    const whole = await client.call('runs.text', { runId });
    await navigator.clipboard.writeText(whole.text);
    setCopied(true);
  });
  return (
    <section class="stack-tight">
      <div class="row-spread">
        <h2>{t(streaming ? 'run.text' : 'runs.written')}</h2>
        <div class="row">
          <span aria-live="polite" class="soft small">
            {copied && !copy.pending && !copy.failure ? t('run.copied') : ''}
          </span>
          <Button size="small" onClick={() => copy.run()} disabled={copy.pending}>
            <Icon node={Copy} size={14} />
            {t('run.copy')}
          </Button>
        </div>
      </div>
      <WrittenBlocks name={t('run.text')} text={text} streaming={streaming} />
      {copy.failure && <FailureNotice failure={copy.failure} onRetry={() => copy.run()} />}
    </section>
  );
}
