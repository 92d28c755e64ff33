import { BookmarkPlus, BookOpen } from 'lucide';
import { useState } from 'preact/hooks';

import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import { firstCharacters } from '../../lib/shared/first-characters.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { newPrompt } from './new-prompt.ts';
import { PromptDialog } from './prompt-dialog.tsx';

/** So much of a prompt is shown below its name (characters). */
const PREVIEW = 90;
/** So much of it is looked at for that: the menu is made anew with each key. */
const READ = 4 * PREVIEW;

interface LibraryMenuProps {
  /** What stands in the prompt box. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Without the words beside the icon. */
  readonly isShort?: boolean;
}

/** Saved prompts of a prompt box, each with its first words; and the way to save what stands there. */
export function LibraryMenu({ value, onInput, isShort = false }: LibraryMenuProps) {
  const prompts = useTopic('prompts') ?? [];
  const [saving, setSaving] = useState<SavedPrompt | undefined>();
  const typed = value.trim();
  const save: MenuItem = {
    id: 'save',
    label: t('prompts.saveThis'),
    icon: BookmarkPlus,
    onSelect: () => setSaving(newPrompt(typed)),
  };
  const items = [...(typed === '' ? [] : [save]), ...prompts.map((prompt) => entryOf(prompt, typed, onInput))];
  if (items.length === 0) return null;
  return (
    <>
      <Menu name={t('panel.library')} look="quiet" size={isShort ? 'icon' : 'small'} items={items}>
        <Icon node={BookOpen} size={isShort ? 15 : 14} />
        {!isShort && t('panel.library')}
      </Menu>
      {saving && (
        <PromptDialog
          prompt={saving}
          title={t('prompts.saveThis')}
          onClose={() => setSaving(undefined)}
          onSaved={() => setSaving(undefined)}
        />
      )}
    </>
  );
}

function entryOf({ id, name, text }: SavedPrompt, typed: string, onInput: (value: string) => void): MenuItem {
  return {
    id,
    label: name,
    detail: firstCharacters(text.slice(0, READ).replaceAll(/\s+/gu, ' '), PREVIEW),
    onSelect: () => onInput(typed === '' ? text : `${typed}\n\n${text}`),
  };
}
