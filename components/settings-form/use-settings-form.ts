import { useState } from 'preact/hooks';

import type { SecretName, Settings, SettingsView } from '../../lib/settings/settings.ts';
import type { RefusedField } from './refused-field.ts';
import { useSettingsDraft } from './settings-draft-context.tsx';
import {
  EMPTY_DRAFT,
  editSecret,
  editSettings,
  isDirty,
  missingFields,
  withoutSaved,
  withoutSent,
} from './settings-draft.ts';
import type { MissingField, SettingsDraft } from './settings-draft.ts';

/** The form as its sections see it. */
export interface SettingsForm {
  readonly view: SettingsView;
  readonly draft: SettingsDraft;
  /** Saved settings with the person's changes over them. */
  readonly settings: Settings;
  readonly edit: (change: Partial<Settings>) => void;
  readonly editSecret: (name: SecretName, value: string | null) => void;
  readonly discard: () => void;
  /** Lets go of what was stored, and of nothing that was typed meanwhile. */
  readonly discardSent: (sent: SettingsDraft) => void;
  readonly dirty: boolean;
  /** Required and empty, said once a save was tried. */
  readonly missing: readonly MissingField[];
  readonly showMissing: (show: boolean) => void;
  /** Why the last save was refused, until it is changed. */
  readonly refused: RefusedField | undefined;
  readonly showRefused: (field: RefusedField | undefined) => void;
}

/** Holds what is typed; a change of the saved settings from elsewhere shows through where nothing was typed. */
export function useSettingsForm(view: SettingsView): SettingsForm {
  const { draft: typed, change: setDraft } = useSettingsDraft();
  // What was saved in the meantime, here or in another window, is no change any more.
  const draft = withoutSaved(typed, view.settings);
  const [missingShown, showMissing] = useState(false);
  const [refused, showRefused] = useState<RefusedField | undefined>();
  const dirty = isDirty(draft);
  return {
    view,
    draft,
    dirty,
    settings: { ...view.settings, ...draft.settings },
    edit: (change) => {
      if (refused !== undefined && refused in change) showRefused(undefined);
      setDraft((now) => editSettings(now, change));
    },
    editSecret: (name, value) => {
      if (refused === name) showRefused(undefined);
      setDraft((now) => editSecret(now, name, value));
    },
    discard: () => setDraft(() => EMPTY_DRAFT),
    discardSent: (sent) => setDraft((now) => withoutSent(now, sent)),
    missing: missingShown ? missingFields(draft, view) : [],
    showMissing,
    refused,
    showRefused,
  };
}
