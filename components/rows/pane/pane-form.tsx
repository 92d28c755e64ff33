import { SlidersHorizontal } from 'lucide';

import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { RowCondition } from '../../../lib/run-request/row-selection.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { AddContextButton, ContextChips } from '../../context/context-field.tsx';
import { ReadLinksCheckbox, RowSearchFields, SearchCheckbox } from '../../web-search/search-fields.tsx';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Conditions } from '../form/conditions.tsx';
import { OutputDetails, OutputSelect } from '../form/output-fields.tsx';
import { RowsPrompt } from '../form/rows-prompt.tsx';
import { RowsSelect } from '../form/rows-select.tsx';
import type { RowsForm } from '../form/use-rows-form.ts';
import { withContext } from '../../context/with-context.ts';

interface PaneFormProps {
  readonly form: RowsForm;
  readonly view: DatabaseView;
  readonly onSubmit: () => void;
  readonly promptError: string | undefined;
  /** Narrow windows: what is used less is shown too. */
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** Where the properties of several stand behind the button of the options, as in `pane-narrow.css`. */
const isNarrow = () => window.matchMedia('(max-width: 1099.98px)').matches;

/** With several steps, the tab that it belongs to. */
function panelOf({ count, active }: RowsForm['steps']) {
  return count > 1 ? ({ role: 'tabpanel', 'aria-labelledby': `step-${active}` } as const) : {};
}

/** What is asked for: the prompt, what it writes, and for which rows. */
export function PaneForm({ form, view, onSubmit, promptError, isOpen, onOpen }: PaneFormProps) {
  const { options, edit } = form;
  return (
    <div class="pane-form" {...panelOf(form.steps)}>
      <div class="pane-prompt">
        <RowsPrompt
          value={options.prompt}
          onInput={(prompt) => edit({ prompt })}
          onSubmit={onSubmit}
          names={form.variableNames}
          error={promptError}
          key={form.steps.active}
          hasFocus
          tools={
            <span class="pane-options">
              <Button
                size="icon"
                look="quiet"
                name={t('rows.options')}
                expanded={isOpen}
                onClick={() => onOpen(!isOpen)}
              >
                <Icon node={SlidersHorizontal} size={15} />
              </Button>
            </span>
          }
        />
      </div>
      <Reach options={options} setAll={form.setAll} properties={form.properties} />
      <div class="pane-field pane-output">
        <OutputSelect
          options={options}
          view={view}
          edit={(change) => {
            edit(change);
            if (change.output?.kind === 'properties' && isNarrow()) onOpen(true);
          }}
        />
      </div>
      <div class="pane-details pane-output-details">
        <OutputDetails options={options} view={view} edit={edit} names={form.variableNames} />
      </div>
      <div class="pane-field pane-rows">
        <RowsSelect form={form} view={view} />
      </div>
      <div class="pane-details pane-rows-details">
        <Checkbox
          label={t('rows.overwrite')}
          checked={options.overwriteFilled ?? false}
          onChange={(overwriteFilled) => edit({ overwriteFilled })}
        />
        <Conditions
          view={view}
          conditions={options.conditions ?? []}
          onChange={(conditions) => form.setAll(withConditions(options, conditions))}
        />
      </div>
    </div>
  );
}

/** What the model may read beside the row. */
function Reach({ options, setAll, properties }: Pick<RowsForm, 'options' | 'setAll' | 'properties'>) {
  const context = options.context ?? [];
  const onContext = (next: typeof context) => setAll(withContext(options, next));
  return (
    <div class="pane-details pane-reach">
      <div class="reach-line">
        <SearchCheckbox options={options} onChange={setAll} />
        <AddContextButton context={context} onChange={onContext} />
      </div>
      <ContextChips context={context} onChange={onContext} />
      <ReadLinksCheckbox options={options} onChange={setAll} />
      <RowSearchFields options={options} onChange={setAll} properties={properties} />
    </div>
  );
}

function withConditions(options: GenerationOptions, conditions: readonly RowCondition[]): GenerationOptions {
  const { conditions: _before, ...rest } = options;
  return conditions.length > 0 ? { ...rest, conditions } : rest;
}
