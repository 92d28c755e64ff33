import { useEffect, useRef, useState } from 'preact/hooks';

import type { PagePreview } from '../../lib/web-search/page-preview.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { WrittenBlocks } from '../written-blocks/written-blocks.tsx';
import type { SearchPreview } from './use-search-preview.ts';
import './search-preview.css';

interface PreviewProps {
  readonly preview: SearchPreview;
  readonly busy: boolean;
  readonly onWrite: () => void;
}

/** The text with what its engine wants shown beside it, and the way into Notion. Nothing while there is none. */
export function SearchPreviewBox({ preview, busy, onWrite }: PreviewProps) {
  const { made, action, retry } = preview;
  if (action.pending)
    return (
      <div class="stack-tight" role="status">
        <span>{t('run.searchingSome')}</span>
        <ProgressBar name={t('preview.title')} />
        <CommandWait of={['preview.page']} />
      </div>
    );
  if (action.failure) return <FailureNotice failure={action.failure} onRetry={retry} />;
  if (!made) return null;
  return (
    <section class="preview" aria-label={t('preview.title')}>
      <p class="soft small">{t('preview.lead')}</p>
      <WrittenBlocks name={t('preview.text')} text={made.text} streaming={false} />
      {made.suggestions !== undefined && <Suggestions html={made.suggestions} />}
      <PreviewSources made={made} />
      <div class="row">
        <Button look="primary" onClick={onWrite} disabled={busy}>
          {t('preview.write')}
        </Button>
        <Button onClick={preview.clear}>{t('preview.discard')}</Button>
      </div>
    </section>
  );
}

function PreviewSources({ made }: { readonly made: PagePreview }) {
  if (made.sources.length === 0) return <p class="soft small">{t('preview.noSources')}</p>;
  return (
    <ul class="preview-sources small">
      {made.sources.map(({ url, title }) => (
        <li key={url}>
          <a href={url} target="_blank" rel="noreferrer">
            {title ?? url}
          </a>
        </li>
      ))}
    </ul>
  );
}

const MOST_PX = 240;

/** A stranger's HTML, in a page of its own that is sandboxed by the manifest. */
function Suggestions({ html }: { readonly html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(60);
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<{ readonly height?: unknown } | undefined>) => {
      if (source !== frame.current?.contentWindow || typeof data?.height !== 'number') return;
      setHeight(Math.min(MOST_PX, Math.max(1, Math.ceil(data.height))));
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  // It has no origin to name; only this frame hears it.
  const tell = () => frame.current?.contentWindow?.postMessage({ html }, '*');
  return (
    <iframe
      ref={frame}
      class="preview-suggestions"
      src="/suggestions.html"
      title={t('preview.suggestions')}
      height={height}
      onLoad={tell}
    />
  );
}
