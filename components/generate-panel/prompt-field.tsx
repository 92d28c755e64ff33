import { useRef } from 'preact/hooks';

import { useFirstFocus } from '../hooks/use-first-focus.ts';
import { t } from '../i18n/translate.ts';
import { LibraryMenu } from '../prompts/library-menu.tsx';
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
  const area = useRef<HTMLTextAreaElement>(null);
  useFirstFocus(area);
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
      <div class="prompt-library">
        <LibraryMenu value={value} onInput={onInput} />
      </div>
    </div>
  );
}
