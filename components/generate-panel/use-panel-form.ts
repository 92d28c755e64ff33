import { useEffect, useRef, useState } from 'preact/hooks';

import { LONGEST_PROMPT, type GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { Target } from '../../lib/run-request/target.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { useIsPreviewed } from '../web-search/search-fields.tsx';
import { useSearchPreview } from '../web-search/use-search-preview.ts';
import { isEnded } from '../run-status/run-text.ts';
import { useGenerate, useRun } from './use-generate.ts';
import type { Generate } from './use-generate.ts';
import { isWorthShowing } from '../run-status/worth-showing.ts';

export interface Selection {
  readonly text: string;
  readonly blockId?: string | undefined;
}

export interface PanelFormProps {
  readonly target: Target;
  /** What the fields start with; read once. Another target needs another `key`. */
  readonly initial: GenerationOptions;
  readonly connectionId?: string | undefined;
  /** A run to show until another is started. */
  readonly runId?: string | undefined;
  /** What was selected in Notion when the panel was asked for, and the block it ends in. */
  readonly selection?: Selection | undefined;
  readonly onDropSelection?: () => void;
  readonly onChange: (options: GenerationOptions) => void;
  /** The typed prompt is in a run that was acknowledged: what stands in the field is no draft any more. */
  readonly onStart?: () => void;
}

/** What is typed in the panel, and the one click that starts a run. */
export function usePanelForm(props: PanelFormProps) {
  const { target } = props;
  const [openedAt] = useState(() => Date.now());
  const { options, tried, setTried, setAll, edit } = useOptions(props);
  const [selection, letSelectionGo] = useSelection(props);
  const { runId, start, control } = useGenerate(props.connectionId, props.runId);
  const run = useRun(runId);
  const noteTyped = useTypedStart(start, props.onStart);
  const isPreviewed = useIsPreviewed(options);
  const preview = useSearchPreview(runId);
  const request = requestOf(target, options, selection);
  const begin = () => {
    noteTyped();
    start.run(preview.withGiven(request));
  };
  const { inspect, ...question } = useReplaceQuestion(target, begin);
  const empty = options.prompt.trim() === '';
  const busy = preview.action.pending || start.pending || inspect.pending || (run !== undefined && !isEnded(run.state));
  const goOn = () => {
    if (options.where === 'replace' && selection === undefined) inspect.run();
    else begin();
  };
  const generate = () => {
    setTried(true);
    if (empty || busy || options.prompt.length > LONGEST_PROMPT) return;
    preview.give(false);
    if (isPreviewed) preview.action.run(request);
    else goOn();
  };
  const write = () => {
    if (!busy && preview.give(true)) goOn();
  };
  return {
    options,
    edit,
    setAll,
    selected: selection?.text,
    letSelectionGo,
    /** Starts with another prompt than the one that is typed, which stays. */
    quick: (prompt: string) => {
      const asked = requestOf(target, { ...options, prompt }, selection);
      if (busy) return;
      if (isPreviewed) preview.action.run(asked);
      else start.run(asked);
    },
    /** What Generate would start now. */
    request,
    promptMissing: tried && empty,
    run: run && isWorthShowing(run, runId !== props.runId) && isAbout(run, selection, openedAt) ? run : undefined,
    busy,
    generate,
    /** What was clicked last, once more. */
    retry: () => (preview.isGiven() ? write() : generate()),
    preview,
    write,
    start,
    control,
    inspect,
    ...question,
  };
}

function useOptions(props: PanelFormProps) {
  const [options, setOptions] = useState(props.initial);
  const [tried, setTried] = useState(false);
  const setAll = (next: GenerationOptions) => {
    setOptions(next);
    setTried(false);
    props.onChange(next);
  };
  return {
    options,
    tried,
    setTried,
    setAll,
    edit: (change: Partial<GenerationOptions>) => setAll({ ...options, ...change }),
  };
}

/** Replace asks first, unless there is nothing to replace. */
function useReplaceQuestion(target: Target, begin: () => void) {
  const client = useClient();
  const [inspection, setInspection] = useState<CommandResponse<'target.inspect'> | undefined>();
  const inspect = useAction(async () => {
    const found = await client.call('target.inspect', { pageId: target.id });
    if (found.blank) begin();
    else setInspection(found);
  });
  return {
    inspect,
    inspection,
    cancelReplace: () => setInspection(undefined),
    confirmReplace: () => {
      setInspection(undefined);
      begin();
    },
  };
}

/** Tells once a start of what was typed is acknowledged. Call what it returns right before such a start. */
function useTypedStart({ pending, failure }: Generate['start'], onStart: (() => void) | undefined): () => void {
  const isTyped = useRef(false);
  const tell = useEffectEvent(() => {
    if (!failure) onStart?.();
  });
  useEffect(() => {
    if (!isTyped.current || pending) return;
    isTyped.current = false;
    tell();
  }, [pending]);
  return () => {
    isTyped.current = true;
  };
}

/** Whoever comes with a text selected does not look for how the run before it ended. */
function isAbout(run: RunView, selection: Selection | undefined, openedAt: number): boolean {
  if (selection === undefined || !isEnded(run.state) || run.createdAt >= openedAt) return true;
  return run.request.selectedText === selection.text;
}

/** The selection until it is let go; another one takes its place. */
function useSelection({ selection, onDropSelection }: PanelFormProps): [Selection | undefined, () => void] {
  const [dropped, setDropped] = useState(false);
  useEffect(() => setDropped(false), [selection?.text]);
  return [
    dropped ? undefined : selection,
    () => {
      setDropped(true);
      onDropSelection?.();
    },
  ];
}

function requestOf(target: Target, options: GenerationOptions, selection: Selection | undefined): RunRequest {
  if (selection === undefined) return { kind: 'page', target, options };
  const { text, blockId } = selection;
  return {
    kind: 'selection',
    target,
    options,
    selectedText: text,
    ...(blockId !== undefined && { afterBlockId: blockId }),
  };
}
