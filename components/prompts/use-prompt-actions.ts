import { useState } from 'preact/hooks';

import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import type { ToastContent } from '../ui/toast.tsx';

interface PromptActions {
  readonly copy: (prompt: SavedPrompt) => void;
  readonly remove: (prompt: SavedPrompt) => void;
  readonly toast: ToastContent | undefined;
  readonly closeToast: () => void;
  readonly failure: Failure | undefined;
}

/** Delete acts at once; its way back saves the prompt again under its id. */
export function usePromptActions(): PromptActions {
  const client = useClient();
  const [toast, setToast] = useState<ToastContent | undefined>();
  const restore = useAction(async (prompt: SavedPrompt) => {
    await client.call('prompts.save', { prompt });
    setToast(undefined);
  });
  const remove = useAction(async (prompt: SavedPrompt) => {
    await client.call('prompts.delete', { id: prompt.id });
    const action = { label: t('connections.undo'), onClick: () => restore.run(prompt) };
    setToast({ id: `delete:${prompt.id}`, text: t('prompts.deleted', { name: prompt.name }), action });
  });
  const copy = useAction(async ({ name, text }: SavedPrompt) => {
    const own = { id: crypto.randomUUID(), name: t('prompts.copyName', { name }), text, builtIn: false, updatedAt: 0 };
    const { name: saved, id } = await client.call('prompts.save', { prompt: own });
    setToast({ id: `copy:${id}`, text: t('prompts.copied', { name: saved }) });
  });
  return {
    copy: copy.run,
    remove: remove.run,
    toast,
    closeToast: () => setToast(undefined),
    failure: remove.failure ?? restore.failure ?? copy.failure,
  };
}
