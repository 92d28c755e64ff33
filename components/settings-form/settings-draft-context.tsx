import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';

import { useTopic } from '../hooks/use-topic.ts';
import { EMPTY_DRAFT, isDirty, type SettingsDraft, withoutSaved } from './settings-draft.ts';

type Change = (change: (now: SettingsDraft) => SettingsDraft) => void;

interface DraftState {
  readonly draft: SettingsDraft;
  readonly change: Change;
}

const Draft = createContext<DraftState | undefined>(undefined);

/** Keeps what was typed in Settings or on Home while another view is open. In memory only: keys are among it. */
export function SettingsDraftProvider({ children }: { readonly children: ComponentChildren }) {
  const state = useDraftState();
  const saved = useTopic('settings')?.settings;
  useUnsavedWarning(saved !== undefined && isDirty(withoutSaved(state.draft, saved)));
  return <Draft.Provider value={state}>{children}</Draft.Provider>;
}

/** The draft of this window. Outside a provider each form has its own. */
export function useSettingsDraft(): DraftState {
  const own = useDraftState();
  return useContext(Draft) ?? own;
}

/** The browser asks before the window is closed. */
function useUnsavedWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
}

function useDraftState(): DraftState {
  const [draft, change] = useState<SettingsDraft>(EMPTY_DRAFT);
  return useMemo(() => ({ draft, change }), [draft]);
}
