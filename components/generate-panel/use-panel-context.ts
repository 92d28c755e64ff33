import { useEffect, useRef, useState } from 'preact/hooks';

import type { PanelContext } from '../../lib/panel/panel-commands.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useEffectEvent } from '../hooks/use-effect-event.ts';
import { useTopicState } from '../hooks/use-topic.ts';

interface FollowedContext {
  /** What the panel is for. */
  readonly context: PanelContext | undefined;
  /** The tab went to another page, but something was typed for this one: the person decides. */
  readonly moved: boolean;
  readonly failure: Failure | undefined;
  readonly reload: () => void;
  readonly follow: () => void;
  readonly setTouched: (touched: boolean) => void;
}

/** The context of a tab. It follows the tab by itself as long as nothing typed would change its target. */
export function usePanelContext(tabId: number): FollowedContext {
  const client = useClient();
  const live = useTopicState(`panel:${tabId}`);
  const [asked, setAsked] = useState<PanelContext | undefined>();
  const [shown, setShown] = useState<PanelContext | undefined>();
  const touched = useRef(false);
  const reload = useAction(async () => setAsked(await client.call('panel.context', { tabId })));
  const latest = live.value ?? asked;
  const held = touched.current && isAboutPage(shown) && latest?.pageId !== shown?.pageId;
  const show = (next: PanelContext) => {
    if (next.pageId !== shown?.pageId) touched.current = false;
    setShown(next);
  };
  const showLatest = useEffectEvent(() => {
    if (latest && !held) show(latest);
  });
  useEffect(() => showLatest(), [latest, held]);
  const failure = latest ? undefined : (reload.failure ?? live.failure);
  return {
    context: shown,
    failure,
    moved: held,
    reload: () => reload.run(),
    follow: () => {
      if (latest) show(latest);
    },
    setTouched: (now) => {
      touched.current = now;
    },
  };
}

function isAboutPage(context: PanelContext | undefined): boolean {
  return context?.configured === true && context.pageId !== undefined;
}
