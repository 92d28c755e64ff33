import { BookOpen } from 'lucide';
import { useRef } from 'preact/hooks';

import { useFirstFocus } from '../hooks/use-first-focus.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { TextArea } from '../ui/text-area.tsx';
import './generate-panel.css';

interface PromptFieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Ctrl+Enter, or Cmd+Enter on a Mac. Enter alone adds a line. */
  readonly onSubmit: () => void;
  readonly error?: string | undefined;
}

/** The prompt, with the library of saved ones beside it. */
export function PromptField({ value, onInput, onSubmit, error }: PromptFieldProps) {
  const prompts = useTopic('prompts') ?? [];
  const area = useRef<HTMLTextAreaElement>(null);
  useFirstFocus(area);
  const insert = (text: string) => onInput(value.trim() === '' ? text : `${value.trimEnd()}\n\n${text}`);
  return (
    <div class="prompt">
      <TextArea
        label={t('panel.prompt')}
        value={value}
        onInput={onInput}
        onKeyDown={(event) => {
          // isComposing: Enter then ends a composition of an input method.
          if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSubmit();
        }}
        placeholder={t('panel.prompt.placeholder')}
        hint={t('panel.prompt.hint')}
        error={error}
        rows={3}
        areaRef={area}
      />
      {prompts.length > 0 && (
        <div class="prompt-library">
          <Menu
            name={t('panel.library')}
            size="small"
            look="quiet"
            items={prompts.map((prompt) => ({
              id: prompt.id,
              label: prompt.name,
              onSelect: () => insert(prompt.text),
            }))}
          >
            <Icon node={BookOpen} size={14} />
            {t('panel.library')}
          </Menu>
        </div>
      )}
    </div>
  );
}
