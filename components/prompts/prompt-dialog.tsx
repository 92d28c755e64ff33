import { useState } from 'preact/hooks';

import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { VariablesHelp } from './variables-help.tsx';

interface PromptDialogProps {
  /** A new one has an empty name. */
  readonly prompt: SavedPrompt;
  readonly title: string;
  readonly onClose: () => void;
  readonly onSaved: (prompt: SavedPrompt) => void;
}

/** Writes one of the person's own prompts. */
export function PromptDialog({ prompt, title, onClose, onSaved }: PromptDialogProps) {
  const client = useClient();
  const [name, setName] = useState(prompt.name);
  const [text, setText] = useState(prompt.text);
  const [tried, setTried] = useState(false);
  const save = useAction(async () => {
    onSaved(await client.call('prompts.save', { prompt: { ...prompt, name: name.trim(), text } }));
  });
  const submit = () => {
    setTried(true);
    if (name.trim() !== '' && text.trim() !== '') save.run();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button look="primary" onClick={submit} disabled={save.pending}>
            {t('settings.save')}
          </Button>
        </>
      }
    >
      <div
        class="stack"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) submit();
        }}
      >
        <TextField
          label={t('create.name')}
          value={name}
          onInput={setName}
          error={tried && name.trim() === '' ? t('prompts.nameMissing') : undefined}
          autoFocus
        />
        <TextArea
          label={t('prompts.text')}
          value={text}
          onInput={setText}
          rows={6}
          error={tried && text.trim() === '' ? t('prompts.textMissing') : undefined}
        />
        <VariablesHelp />
      </div>
      {save.failure && <FailureNotice failure={save.failure} />}
    </Dialog>
  );
}
