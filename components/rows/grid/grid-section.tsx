/** The grid with its tools above and new rows below. */
import { useMemo, useRef, useState } from 'preact/hooks';

import { askedText } from '../../../lib/run-request/asked-text.ts';
import type { JobView, RunView } from '../../../lib/runs/run-views.ts';
import { resolveVariable, variablesIn } from '../../../lib/prompt/variables.ts';
import { language, t } from '../../i18n/translate.ts';
import { isEnded } from '../../run-status/run-text.ts';
import type { RowItem } from '../data/row-item.ts';
import type { RowJobs } from '../data/use-row-jobs.ts';
import type { Rows } from '../data/use-rows.ts';
import { stepOutputs } from '../form/steps.ts';
import type { RowsForm } from '../form/use-rows-form.ts';
import { AddRowsDialog } from './add-rows-dialog.tsx';
import type { ShownJob } from './cell-content.ts';
import type { ReviewDecision } from '../../review/use-review.ts';
import type { CellDecision } from '../trial/use-trial-decisions.ts';
import { columnGroups, gridColumns } from './columns.ts';
import { GridFoot } from './grid-foot.tsx';
import { GridTools } from './grid-tools.tsx';
import { filterRows, type RowFilter } from './row-filter.ts';
import { standingOf, type RowStanding } from './row-standing.ts';
import { RowsGrid } from './rows-grid.tsx';
import { sameOutput } from '../../../lib/run-request/output.ts';

interface GridSectionProps {
  readonly rows: Rows;
  readonly form: RowsForm;
  readonly run: RunView | undefined;
  readonly jobs: RowJobs;
  readonly trial: RunView | undefined;
  readonly trialJobs: RowJobs;
  readonly onDecide: (decision: CellDecision) => void;
  readonly onReview: (decision: ReviewDecision) => void;
}

export function GridSection(props: GridSectionProps) {
  const { rows, form, run, jobs } = props;
  const { items, store, complete, failure } = rows;
  const search = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<RowFilter>({ search: '', standing: undefined });
  const [editing, setEditing] = useState<string | undefined>();
  const { columns, groups, chosen } = useColumns(rows, form);
  const { jobOf, shownJobOf } = useShownJobs(props);
  const standing = useStanding(props, jobOf);
  const shown = useFilteredRows(items, filter, standing);
  const covered = useCovered(form, run, jobs);
  const adding = useAdding(props, setEditing);
  const { add } = adding;
  const runId = props.trial?.id ?? run?.id;
  const grid = useMemo(
    () => (
      <RowsGrid
        items={shown}
        columns={columns}
        ticks={form.ticks}
        covered={covered}
        shownJobOf={shownJobOf}
        standingOf={standing}
        runId={runId}
        store={store}
        editing={editing}
        onEdit={setEditing}
        onAdd={add}
        onLines={adding.open}
        onSearch={() => search.current?.focus()}
        onDecide={props.onDecide}
        onReview={props.onReview}
      />
    ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- handlers do the same in each render; a new one is no reason to draw ten thousand rows
    [shown, columns, form.ticks.keys, covered, shownJobOf, standing, runId, store, editing, language],
  );
  const isReading = !complete && !failure;
  return (
    <div class="work-left">
      <GridTools
        filter={filter}
        onFilter={setFilter}
        groups={groups}
        chosen={chosen}
        onColumn={form.showColumn}
        searchRef={search}
        count={countText(props, isReading)}
        onRefresh={() => void store.load()}
        isReading={isReading}
      />
      {grid}
      <Emptiness isEmpty={complete && items.length === 0} isFiltered={items.length > 0 && shown.length === 0} />
      <GridFoot rows={rows} onAdd={add} {...adding.foot} />
      {adding.dialog}
    </div>
  );
}

/** How each row stands, by what is chosen now. */
function useStanding({ rows: { view }, form }: GridSectionProps, jobOf: (item: RowItem) => JobView | undefined) {
  const { hashOf, options } = form;
  const { output } = options;
  return useMemo(() => {
    const context = { output, properties: view?.properties ?? [], hashOf };
    return (item: RowItem) => standingOf(item, jobOf(item), context);
  }, [jobOf, output, view, hashOf]);
}

/** Without a State to filter by, how rows stand changes nothing about which are shown. */
function useFilteredRows(items: readonly RowItem[], filter: RowFilter, standing: (item: RowItem) => RowStanding) {
  const used = filter.standing && standing;
  return useMemo(() => filterRows(items, filter, (item) => used?.(item).standing), [items, filter, used]);
}

/** New rows, one or many: ticked at once, and made from the template that is chosen. */
function useAdding({ rows: { store, view }, form }: GridSectionProps, edit: (key: string) => void) {
  const [templateId, setTemplateId] = useState('');
  const [pasted, setPasted] = useState<string | undefined>();
  const template = templateId || undefined;
  return {
    add: () => {
      const key = store.add(template);
      form.ticks.tickNew([key]);
      edit(key);
    },
    open: setPasted,
    foot: { templateId, onTemplate: setTemplateId, onAddMany: () => setPasted('') },
    dialog: view && pasted !== undefined && (
      <AddRowsDialog
        view={view}
        text={pasted}
        onAdd={(parsed) => form.ticks.tickNew(store.addMany(parsed, template))}
        onClose={() => setPasted(undefined)}
      />
    ),
  };
}

/** Why no row is shown. */
function Emptiness({ isEmpty, isFiltered }: { readonly isEmpty: boolean; readonly isFiltered: boolean }) {
  if (!isEmpty && !isFiltered) return null;
  return <p class="grid-empty soft">{t(isEmpty ? 'rows.none' : 'rows.noMatch')}</p>;
}

function useColumns({ view }: Rows, { options, columns }: RowsForm) {
  const { output } = options;
  // The grid is made anew when other names are used, not at each letter of the prompt.
  const used = usedNames(askedText(options), view?.properties.map(({ name }) => name) ?? []).join('\n');
  return useMemo(() => {
    const usedNow = used.split('\n');
    const chosen: ReadonlyMap<string, boolean> = new Map(Object.entries(columns));
    return {
      columns: view ? gridColumns({ view, output, usedNames: usedNow, chosen }) : [],
      groups: view ? columnGroups({ view, output, usedNames: usedNow }) : { outputs: [], used: [], others: [] },
      chosen,
    };
  }, [view, output, used, columns]);
}

function usedNames(prompt: string, names: readonly string[]): readonly string[] {
  return variablesIn(prompt).flatMap((typed) => {
    const variable = resolveVariable(typed, names);
    return variable?.startsWith('property:') ? [variable.slice('property:'.length)] : [];
  });
}

/** A row's part in the trial that is open, else in the run that is shown, as long as that wrote what is chosen now. */
function useShownJobs({ rows, form, run, jobs, trial, trialJobs }: GridSectionProps) {
  const { output } = form.options;
  const [openedAt] = useState(() => Date.now());
  const isSame =
    run !== undefined && !run.undo && stepOutputs(run.request.options).some((one) => sameOutput(one, output));
  const isTrialSame = trial !== undefined && sameOutput(trial.request.options.output, output);
  const endedAt = run?.endedAt ?? Infinity;
  const isRead = endedAt < rows.readAt;
  const isNew = endedAt > openedAt;
  return useMemo(() => {
    const triedOf = ({ id }: RowItem) => (id !== undefined && isTrialSame ? trialJobs.get(id) : undefined);
    const ranOf = ({ id }: RowItem) => (id !== undefined && isSame ? jobs.get(id) : undefined);
    return {
      jobOf: (item: RowItem): JobView | undefined => triedOf(item) ?? ranOf(item),
      shownJobOf: (item: RowItem): ShownJob | undefined => {
        const tried = triedOf(item);
        if (tried) return { job: tried, isRead: false };
        const job = ranOf(item);
        // What needs a person's review is shown until somebody looked at it.
        return job && (isNew || job.state === 'review') ? { job, isRead } : undefined;
      },
    };
  }, [isSame, isNew, isRead, isTrialSame, jobs, trialJobs]);
}

/** Rows that the choice is about; while a run goes, its own. */
function useCovered(form: RowsForm, run: RunView | undefined, jobs: RowJobs): ReadonlySet<string> {
  const { chosen } = form;
  const isGoing = run !== undefined && !isEnded(run.state);
  const going = isGoing && jobs.size > 0 ? jobs : undefined;
  return useMemo(() => new Set(going ? going.keys() : chosen.map(({ key }) => key)), [chosen, going]);
}

function countText({ rows, form, run }: GridSectionProps, isReading: boolean): string {
  const count = rows.items.length;
  if (isReading) return t('rows.reading', { count });
  if (run && !isEnded(run.state) && !run.listing) {
    const { done, failed, skipped, total } = run;
    return t('rows.going', { done, left: total - done - failed - skipped });
  }
  if (form.choice === 'ticked') return t('rows.ticked', { ticked: form.ticks.keys.size, count });
  if (form.isConditionUnfit) return ''; // the pane says what is missing
  return form.counted ? t('rows.chosenOf', { chosen: form.chosen.length, count }) : t('rows.counting');
}
