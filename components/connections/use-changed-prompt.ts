import { useEffect, useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { MirrorView } from '../../lib/mirror/mirror-view.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import type { Action } from '../hooks/use-action.ts';
import { useTopic } from '../hooks/use-topic.ts';

export interface ChangedPromptQuestion {
  readonly question: NonNullable<MirrorView['changedPrompts']>[number] | undefined;
  readonly decide: Action<[boolean]>;
  /** Another one once the earlier prompt is back: what shows the prompt begins anew with it. */
  readonly version: number;
}

/** Whether the connection's prompt came from Notion and waits for the person's word, and how to give it. */
export function useChangedPrompt(connection: Connection | undefined): ChangedPromptQuestion {
  const client = useClient();
  const changed = useTopic('mirror')?.changedPrompts ?? [];
  const question = changed.find(({ connectionId }) => connectionId === connection?.id);
  const [awaited, setAwaited] = useState<string | undefined>();
  const [version, setVersion] = useState(0);
  const prompt = connection?.options.prompt;
  useEffect(() => {
    if (awaited === undefined || prompt !== awaited) return;
    setAwaited(undefined);
    setVersion((before) => before + 1);
  }, [awaited, prompt]);
  const decide = useAction(async (use: boolean) => {
    if (question === undefined) return;
    if (!use) setAwaited(question.before);
    await client.call('mirror.decidePrompt', { connectionId: question.connectionId, use });
  });
  return { question, decide, version };
}
