import { useEffect, useState } from 'preact/hooks';

import { DEFAULT_GENERATION_OPTIONS } from '../../lib/run-request/generation-options.ts';
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { Target } from '../../lib/run-request/target.ts';
import type { Draft } from '../../lib/panel/draft.ts';
import type { PanelContext } from '../../lib/panel/panel-commands.ts';
import { ChangedPrompt } from '../connections/changed-prompt.tsx';
import { useChangedPrompt } from '../connections/use-changed-prompt.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { t } from '../i18n/translate.ts';
import { RowsPanel } from '../rows/rows-panel.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { GeneratePanel } from './generate-panel.tsx';
import { TargetSummary } from './target-summary.tsx';
import { useDraft } from './use-draft.ts';

interface TargetPanelProps {
  readonly tabId: number;
  readonly pageId: string;
  readonly context: PanelContext;
  /** True while something typed belongs to this target. */
  readonly onTouched: (touched: boolean) => void;
}

/** Finds out what the id is, then shows its panel. */
export function TargetPanel({ tabId, pageId, context, onTouched }: TargetPanelProps) {
  const client = useClient();
  const [target, setTarget] = useState<Target | undefined>(context.connection?.target);
  const resolve = useAction(async () => setTarget(await client.call('target.resolveId', { pageId })));
  const drop = useAction(async () => {
    await client.call('panel.dropSelection', { tabId });
  });
  const { run: correct } = resolve;
  // A connection's title may be old: it is shown at once and corrected when Notion has answered.
  useEffect(() => correct(), [correct, pageId]);
  const { save, forget } = useDraft(pageId);
  const { connection, draft, selectedText, selectionBlockId } = context;
  const { version, ...changed } = useChangedPrompt(connection);
  // Once: what is typed later is told as it is typed.
  const tellTouched = useEffectEvent(() => onTouched((draft?.prompt ?? '').trim() !== ''));
  useEffect(() => tellTouched(), []);
  const initial = draft ? draftOptions(draft) : (connection?.options ?? DEFAULT_GENERATION_OPTIONS);
  if (!target) {
    if (resolve.failure) return <FailureNotice failure={resolve.failure} onRetry={() => resolve.run()} />;
    return (
      <>
        <Spinner text={t('panel.loading')} />
        <CommandWait of={['target.resolveId']} />
      </>
    );
  }
  return (
    <>
      <TargetSummary target={target} />
      <ChangedPrompt {...changed} />
      {target.kind === 'database' ? (
        <RowsPanel key={version} target={target} connection={connection} />
      ) : (
        <GeneratePanel
          key={version}
          target={target}
          initial={initial}
          connectionId={connection?.id}
          runId={context.activeRunId ?? connection?.lastRun?.runId}
          selection={selectedText === undefined ? undefined : { text: selectedText, blockId: selectionBlockId }}
          onDropSelection={drop.run}
          onChange={(options) => {
            onTouched(options.prompt.trim() !== '');
            save(options);
          }}
          onStart={() => {
            onTouched(false);
            forget();
          }}
        />
      )}
    </>
  );
}

/** A draft holds every choice: one that it lacks was given back to Settings. */
function draftOptions({ prompt, options }: Draft): GenerationOptions {
  return { ...DEFAULT_GENERATION_OPTIONS, ...options, prompt };
}
