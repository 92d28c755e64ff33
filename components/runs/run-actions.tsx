import { Download, Pause, Play, RotateCcw, Square, StepForward, Undo2 } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

import type { CommandRequest } from '../../lib/messaging/protocol.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import type { Action } from '../hooks/use-action.ts';
import { useFocusKept } from '../hooks/use-focus-kept.ts';
import { t } from '../i18n/translate.ts';
import { isEnded } from '../run-status/run-text.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';

export type RunAction = CommandRequest<'runs.control'>['action'];

interface RunActionsProps {
  readonly run: RunView;
  readonly control: Action<[RunAction]>;
  /** Other ways on, before the export. */
  readonly children?: ComponentChildren;
}

/** What can be done with the run in its present state. */
export function RunActions({ run, control, children }: RunActionsProps) {
  const ended = isEnded(run.state);
  const undoing = run.undo?.state === 'running';
  const line = useFocusKept<HTMLDivElement>(`${run.state}:${run.undo?.state ?? ''}`);
  return (
    <div ref={line} class="row" tabIndex={-1}>
      {!ended && run.state !== 'paused' && (
        <Button key="pause" onClick={() => control.run('pause')} disabled={control.pending}>
          <Icon node={Pause} size={14} />
          {t('runs.pause')}
        </Button>
      )}
      {run.state === 'paused' && (
        <Button key="pause" look="primary" onClick={() => control.run('resume')} disabled={control.pending}>
          <Icon node={Play} size={14} />
          {t('run.resume')}
        </Button>
      )}
      {(!ended || undoing) && (
        <Button onClick={() => control.run('stop')} disabled={control.pending}>
          <Icon node={Square} size={14} />
          {t('run.stop')}
        </Button>
      )}
      {ended && run.failed > 0 && !run.undo && (
        <Button onClick={() => control.run('retry-failed')} disabled={control.pending}>
          <Icon node={RotateCcw} size={14} />
          {t('runs.retryFailed')}
        </Button>
      )}
      {run.rest && <GoOnButton rest={run.rest} onClick={() => control.run('go-on')} disabled={control.pending} />}
      {run.canUndo && (
        <Button onClick={() => control.run('undo')} disabled={control.pending}>
          <Icon node={Undo2} size={14} />
          {t('run.undo')}
        </Button>
      )}
      {children}
      <ExportMenu runId={run.id} />
    </div>
  );
}

interface GoOnButtonProps {
  readonly rest: NonNullable<RunView['rest']>;
  readonly onClick: () => void;
  readonly disabled: boolean;
}

/** With how many prompts a click spends, one a row, as far as the rows were counted before the stop. Its name stays the same. */
function GoOnButton({ rest: { rows, isListed }, onClick, disabled }: GoOnButtonProps) {
  const id = useId();
  const isCounted = isListed || rows > 0;
  return (
    <Button onClick={onClick} disabled={disabled} {...(isCounted && { describedBy: id })}>
      <Icon node={StepForward} size={14} />
      {t('runs.goOn')}
      {isCounted && (
        <span id={id} aria-hidden="true">
          {t(isListed ? 'runs.goOn.rows' : 'runs.goOn.atLeast', { count: rows })}
        </span>
      )}
    </Button>
  );
}

const TYPES = { csv: 'text/csv', json: 'application/json' } as const;

function ExportMenu({ runId }: { readonly runId: string }) {
  const client = useClient();
  const save = useAction(async (format: 'csv' | 'json') => {
    const { fileName, content } = await client.call('runs.export', { runId, format });
    downloadText(fileName, content, TYPES[format]);
  });
  return (
    <>
      <Menu
        name={t('runs.export')}
        look="plain"
        size="medium"
        items={(['csv', 'json'] as const).map((format) => ({
          id: format,
          label: t(`runs.export.${format}`),
          onSelect: () => save.run(format),
        }))}
      >
        <Icon node={Download} size={14} />
        <span class="run-export">{t('runs.export')}</span>
      </Menu>
      {save.failure && <FailureNotice failure={save.failure} />}
    </>
  );
}
