import { ChevronDown, ChevronRight } from 'lucide';

import { t } from '../../i18n/translate.ts';
import { Icon } from '../../ui/icon.tsx';

interface PromptFoldProps {
  readonly prompt: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** Narrow windows, while a run goes or a trial is open: the prompt in one line, so that the rows have the room. */
export function PromptFold({ prompt, isOpen, onOpen }: PromptFoldProps) {
  return (
    <button type="button" class="prompt-fold" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
      <Icon node={isOpen ? ChevronDown : ChevronRight} size={14} />
      <span class="prompt-fold-name">{t('panel.prompt')}</span>
      <span class="grid-cut soft">{prompt}</span>
    </button>
  );
}
