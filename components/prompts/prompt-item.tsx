import { Copy, Pencil, Trash2 } from 'lucide';
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';

import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface PromptItemProps {
  readonly prompt: SavedPrompt;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
  readonly onDelete: () => void;
}

/** A prompt with what can be done to it; a built-in one can only be copied. */
export function PromptItem({ prompt, onEdit, onCopy, onDelete }: PromptItemProps) {
  const { name } = prompt;
  return (
    <li class="prompt-item">
      <div class="prompt-head">
        <h3>{name}</h3>
        <div class="prompt-buttons">
          <a
            class="button button-small"
            href={`#/create?prompt=${encodeURIComponent(prompt.id)}`}
            aria-label={t('prompts.useNamed', { name })}
          >
            {t('prompts.use')}
          </a>
          {!prompt.builtIn && <ItemButton icon={Pencil} name={t('prompts.edit', { name })} onClick={onEdit} />}
          <ItemButton icon={Copy} name={t('prompts.copy', { name })} onClick={onCopy} />
          {!prompt.builtIn && <ItemButton icon={Trash2} name={t('prompts.delete', { name })} onClick={onDelete} />}
        </div>
      </div>
      <p class="prompt-text">{withVariables(prompt.text)}</p>
    </li>
  );
}

interface ItemButtonProps {
  readonly icon: IconNode;
  readonly name: string;
  readonly onClick: () => void;
}

function ItemButton({ icon, name, onClick }: ItemButtonProps) {
  return (
    <Button look="quiet" size="icon" name={name} onClick={onClick}>
      <Icon node={icon} />
    </Button>
  );
}

/** The text with its variables set off. */
function withVariables(text: string): ComponentChildren[] {
  return text.split(/(\{\{[^{}\n]{1,200}\}\})/u).map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part));
}
