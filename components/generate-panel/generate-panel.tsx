/**
 * The panel of a page: what to write, where, Generate, and the run as it goes. Used by popup, side panel and Create. The run
 * lives in the background; this shows it and starts it.
 */
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { Where } from '../../lib/run-request/target.ts';
import { AddContextButton, ContextChips } from '../context/context-field.tsx';
import { withContext } from '../context/with-context.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { SlowerChoice } from '../generate-options/slower-choice.tsx';
import { MoreOptions } from '../generate-options/more-options.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Select } from '../ui/select.tsx';
import { AddSourcesCheckbox, SearchCheckbox } from '../web-search/search-fields.tsx';
import { SearchPreviewBox } from '../web-search/search-preview.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { GenerateButton } from './generate-button.tsx';
import { PageEstimate } from './page-estimate.tsx';
import { promptTooLong } from './prompt-too-long.ts';
import { PromptField } from './prompt-field.tsx';
import { quickPrompt } from './quick-actions.ts';
import { ReplaceDialog } from './replace-dialog.tsx';
import { RunProgress } from './run-progress.tsx';
import { SelectedText } from './selected-text.tsx';
import { usePanelForm } from './use-panel-form.ts';
import type { PanelFormProps } from './use-panel-form.ts';
import './generate-panel.css';

const PLACES: readonly Where[] = ['end', 'top', 'replace'];

export function GeneratePanel(props: PanelFormProps) {
  const form = usePanelForm(props);
  const outputLanguage = useTopic('settings')?.settings.outputLanguage ?? '';
  const { options, edit, selected, inspection, start, inspect, generate } = form;
  return (
    <div class="panel">
      {selected !== undefined && (
        <SelectedText
          text={selected}
          busy={form.busy}
          onRemove={form.letSelectionGo}
          onQuick={(action) => form.quick(quickPrompt(action, outputLanguage))}
        />
      )}
      <PromptField
        value={options.prompt}
        onInput={(prompt) => edit({ prompt })}
        onSubmit={generate}
        error={promptTooLong(options.prompt) ?? (form.promptMissing ? t('panel.prompt.missing') : undefined)}
      />
      <Reach options={options} onChange={form.setAll} />
      <div class="panel-choices">
        {selected === undefined && (
          <Select
            label={t('where.label')}
            value={options.where}
            options={PLACES.map((value) => ({ value, label: t(`where.${value}`) }))}
            onChange={(where) => edit({ where })}
          />
        )}
        <Checkbox
          label={t('panel.usePageContent')}
          checked={options.usePageContent}
          onChange={(usePageContent) => edit({ usePageContent })}
        />
      </div>
      <MoreOptions options={options} onChange={form.setAll} />
      <SlowerChoice options={options} onChange={form.setAll} />
      <div class="stack-tight">
        <GenerateButton busy={form.busy} onClick={generate} />
        {!form.busy && <PageEstimate request={form.request} />}
      </div>
      {(start.pending || inspect.pending) && <CommandWait of={['runs.start', 'target.inspect']} />}
      {start.failure && <FailureNotice failure={start.failure} onRetry={form.retry} />}
      {inspect.failure && <FailureNotice failure={inspect.failure} onRetry={form.retry} />}
      <SearchPreviewBox preview={form.preview} busy={form.busy} onWrite={form.write} />
      {form.run && <RunProgress run={form.run} control={form.control} />}
      {inspection && (
        <ReplaceDialog inspection={inspection} onClose={form.cancelReplace} onConfirm={form.confirmReplace} />
      )}
    </div>
  );
}

interface ReachProps {
  readonly options: GenerationOptions;
  readonly onChange: (options: GenerationOptions) => void;
}

/** What the model may look at beyond the page: the web, and pages and databases of the workspace. */
function Reach({ options, onChange }: ReachProps) {
  const context = options.context ?? [];
  const give = (next: typeof context) => onChange(withContext(options, next));
  return (
    <>
      <div class="reach">
        <div class="reach-line">
          <SearchCheckbox options={options} onChange={onChange} forPage />
          <AddContextButton context={context} onChange={give} />
        </div>
        <ContextChips context={context} onChange={give} />
      </div>
      <AddSourcesCheckbox options={options} onChange={onChange} />
    </>
  );
}
