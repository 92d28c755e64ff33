import { FailureNotice } from '../errors/failure-notice.tsx';
import type { BuiltIn } from '../hooks/use-built-in-model.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** The model that the browser brings along: what it is good for, and how it comes onto this device. */
export function BuiltInModelFields({ builtIn }: { readonly builtIn: BuiltIn }) {
  const { state, progress, failure, download, stop } = builtIn;
  return (
    <div class="stack-tight">
      <p class="field-hint">{t('builtIn.limits')}</p>
      {state === 'unavailable' && <Notice kind="warn">{t('reason.engine-unavailable.built-in-missing')}</Notice>}
      {state === 'available' && <p role="status">{t('builtIn.ready')}</p>}
      {progress === undefined && (state === 'downloadable' || state === 'downloading') && (
        <div>
          <Button onClick={download}>{t('builtIn.download')}</Button>
          <p class="field-hint">{t('builtIn.download.hint')}</p>
        </div>
      )}
      {progress !== undefined && (
        <div class="stack-tight">
          <p role="status">{t('builtIn.downloading', { percent: Math.floor(progress * 100) })}</p>
          <ProgressBar name={t('builtIn.download')} value={progress * 100} />
          <div>
            <Button size="small" onClick={stop}>
              {t('dialog.cancel')}
            </Button>
          </div>
        </div>
      )}
      {failure && <FailureNotice failure={failure} withoutSettings />}
    </div>
  );
}
