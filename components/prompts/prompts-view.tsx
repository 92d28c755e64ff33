import { useState } from 'preact/hooks';

import type { SavedPrompt } from '../../lib/prompt-library/saved-prompt.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { ItemBoundary } from '../errors/broken-item.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useTopicState } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Toast } from '../ui/toast.tsx';
import { newPrompt } from './new-prompt.ts';
import { PromptDialog } from './prompt-dialog.tsx';
import { PromptItem } from './prompt-item.tsx';
import { searchPrompts } from './prompt-search.ts';
import { TransferPrompts } from './transfer-prompts.tsx';
import { usePromptActions } from './use-prompt-actions.ts';
import './prompts.css';

/** The library: the person's own prompts, then those that come with Visen. */
export function PromptsView() {
  const { value: prompts, failure } = useTopicState('prompts');
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<{ prompt: SavedPrompt; title: string } | undefined>();
  const actions = usePromptActions();
  const found = searchPrompts(prompts ?? [], search);
  const create = () => setEditing({ prompt: newPrompt(), title: t('prompts.new') });
  const problem = actions.failure ?? (prompts ? undefined : failure);
  return (
    <>
      <ViewHeader title={t('nav.prompts')} lead={t('prompts.lead')}>
        <Button look="primary" popup="dialog" onClick={create}>
          {t('prompts.new')}
        </Button>
      </ViewHeader>
      <Toast content={actions.toast} onClose={actions.closeToast} />
      {problem && <FailureNotice failure={problem} />}
      {!prompts && !failure && <Spinner text={t('prompts.loading')} />}
      {prompts && (
        <>
          <TextField label={t('prompts.search')} type="search" value={search} onInput={setSearch} />
          {([false, true] as const).map((builtIn) => (
            <PromptList
              key={String(builtIn)}
              title={t(builtIn ? 'prompts.builtIn' : 'prompts.own')}
              empty={emptyText(search, builtIn)}
              prompts={found.filter((prompt) => prompt.builtIn === builtIn)}
              actions={actions}
              onEdit={(prompt) => setEditing({ prompt, title: t('prompts.edit', { name: prompt.name }) })}
            />
          ))}
          <TransferPrompts />
        </>
      )}
      {editing && (
        <PromptDialog
          prompt={editing.prompt}
          title={editing.title}
          onClose={() => setEditing(undefined)}
          onSaved={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

interface PromptListProps {
  readonly title: string;
  readonly empty: string;
  readonly prompts: readonly SavedPrompt[];
  readonly actions: ReturnType<typeof usePromptActions>;
  readonly onEdit: (prompt: SavedPrompt) => void;
}

function PromptList({ title, empty, prompts, actions, onEdit }: PromptListProps) {
  return (
    <section class="stack-tight">
      <h2>{title}</h2>
      {prompts.length === 0 ? (
        <p class="soft">{empty}</p>
      ) : (
        <ul class="prompt-list">
          {prompts.map((prompt) => (
            <ItemBoundary key={prompt.id} onDelete={prompt.builtIn ? undefined : () => actions.remove(prompt)}>
              <PromptItem
                prompt={prompt}
                onEdit={() => onEdit(prompt)}
                onCopy={() => actions.copy(prompt)}
                onDelete={() => actions.remove(prompt)}
              />
            </ItemBoundary>
          ))}
        </ul>
      )}
    </section>
  );
}

function emptyText(search: string, builtIn: boolean): string {
  if (search.trim() !== '') return t('prompts.noMatch', { search });
  return builtIn ? '' : t('prompts.empty');
}
