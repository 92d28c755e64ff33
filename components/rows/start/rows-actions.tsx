import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { Output } from '../../../lib/run-request/output.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import type { Estimate } from '../../../lib/runs/estimate.ts';
import type { UsageView } from '../../../lib/usage/plan.ts';
import { FailureNotice } from '../../errors/failure-notice.tsx';
import { GenerateButton, wallText } from '../../generate-panel/generate-button.tsx';
import { SlowerChoice } from '../../generate-options/slower-choice.tsx';
import { useClient } from '../../hooks/client-context.tsx';
import { useFocusKept } from '../../hooks/use-focus-kept.ts';
import { useThrottledTopic } from '../../hooks/use-throttled-topic.ts';
import { formatDollars, formatList } from '../../i18n/format.ts';
import { promptTooLong } from '../../generate-panel/prompt-too-long.ts';
import { t } from '../../i18n/translate.ts';
import { isEnded } from '../../run-status/run-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CommandWait } from '../../waits/wait-line.tsx';
import { checksProblem } from '../form/checks.ts';
import { stepOutputs } from '../form/steps.ts';
import { EstimateLine } from './estimate-line.tsx';
import type { RowItem } from '../data/row-item.ts';
import { TemplateNotice } from './template-notice.tsx';
import { useEstimate } from './use-estimate.ts';
import type { RowsForm } from '../form/use-rows-form.ts';
import type { RowsRun } from './use-rows-run.ts';
import type { RunRequest } from '../../../lib/run-request/run-request.ts';

export interface RowsStart {
  /** Something keeps Generate from starting. */
  readonly busy: boolean;
  readonly generate: () => void;
  readonly problem: string | undefined;
  readonly promptError: string | undefined;
  readonly question: 'limit' | 'replace' | undefined;
  readonly answer: (goOn: boolean) => void;
  /** Prompts that are left, where they do not suffice. */
  readonly fits: number | undefined;
  /** Whose limit it is, and what it takes to raise it. */
  readonly wall: string | undefined;
}

/** So often it is looked what is left of the plan (ms): each row of a run uses some. */
const USED_EVERY_MS = 1_000;

interface RowsStartInput {
  readonly form: RowsForm;
  readonly rowsRun: RowsRun;
  /** Rows to write that are not kept from a trial. */
  readonly toMake: readonly RowItem[];
  readonly makeRequest: (limit: number | undefined) => Promise<RunRequest | undefined>;
}

/** One click starts a run; it asks only where a limit would be passed or page bodies would be replaced. */
export function useRowsStart({ form, rowsRun, toMake, makeRequest }: RowsStartInput): RowsStart {
  const usage = useThrottledTopic('usage', { everyMs: USED_EVERY_MS });
  const [tried, setTried] = useState(false);
  const [question, setQuestion] = useState<'limit' | 'replace' | undefined>();
  const { options, runOptions, chosen, unknownNames, steps, stepRows } = form;
  const { run, start } = rowsRun;
  const left = usage && promptsThatFit(usage, stepRows?.reduce((sum, rows) => sum + rows, 0) ?? toMake.length);
  // With several steps a row takes as many prompts.
  const fits = left === undefined ? undefined : Math.max(1, Math.floor(left / steps.count));
  const busy = start.pending || (run !== undefined && !isEnded(run.state));
  const isEmpty = options.prompt.trim() === '';
  const tooLong = promptTooLong(options.prompt);
  const isUnfit = isEmpty || tooLong !== undefined || unknownNames.length > 0;
  const problem = problemOf(form, toMake.length);
  const begin = () => {
    setQuestion(undefined);
    // What a run leaves to do is no fault of the click that started it.
    setTried(false);
    start.run(() => makeRequest(fits));
  };
  const replaces = runOptions.overwriteFilled === true && stepOutputs(runOptions).some(isReplacing);
  return {
    busy,
    question,
    fits,
    wall: usage && wallText(usage),
    problem: tried ? problem : undefined,
    promptError:
      tooLong ??
      (unknownNames.length > 0
        ? t('rows.prompt.unknown', { names: formatList(unknownNames.map((name) => `{{${name}}}`)) })
        : tried && isEmpty
          ? t('panel.prompt.missing')
          : undefined),
    generate: () => {
      setTried(true);
      if (steps.lacking !== undefined) steps.choose(steps.lacking);
      if (isUnfit || steps.lacking !== undefined || busy || problem || chosen.length === 0) return;
      if (fits !== undefined) setQuestion('limit');
      else if (replaces) setQuestion('replace');
      else begin();
    },
    answer: (goOn) => {
      if (!goOn) setQuestion(undefined);
      else if (question === 'limit' && replaces) setQuestion('replace');
      else begin();
    },
  };
}

const isReplacing = (output: Output | undefined): boolean => output?.kind === 'body' && output.where === 'replace';

/** How many prompts are left, if there are fewer than needed; undefined: all fit. */
function promptsThatFit(usage: UsageView, needed: number): number | undefined {
  if (usage.limit === undefined) return undefined;
  const left = Math.max(0, usage.limit - usage.used);
  return left > 0 && left < needed ? left : undefined;
}

function problemOf(
  { choice, chosen, toWrite, idle, options, counted, isConditionUnfit, properties }: RowsForm,
  left: number,
): string | undefined {
  const { output } = options;
  const check = checksProblem(options, properties);
  if (check) return t(`checks.${check}.wrong`);
  if (output?.kind === 'properties' && output.propertyIds.length === 0) return t('rows.properties.none');
  if (counted && idle > 0 && toWrite.length === 0) return t('rows.noneWithInput');
  if (isConditionUnfit) return t('rows.condition.problem');
  if (counted && toWrite.length > 0 && left === 0) return t('rows.noneLeft');
  if (chosen.length > 0 || !counted) return undefined;
  return t(choice === 'ticked' ? 'rows.noneTicked' : 'rows.noneChosen');
}

interface RowsActionsProps {
  readonly target: Target;
  readonly form: RowsForm;
  /** Rows to write that are not kept from a trial. */
  readonly toMake: readonly RowItem[];
  /** How many rows are left out since a trial asks about them. */
  readonly asked?: number;
  readonly rowsRun: RowsRun;
  readonly start: RowsStart;
  /** Beside Generate. */
  readonly beside?: ComponentChildren;
}

/** What it will take, Generate, and what stands in its way. Its place is taken by the run while one goes. */
export function RowsActions({ target, form, toMake, asked = 0, rowsRun, start, beside }: RowsActionsProps) {
  const client = useClient();
  const { chosen, toWrite, counted, runOptions: options, stepRows } = form;
  // The button that chooses rows out of date is gone once it was pressed.
  const line = useFocusKept<HTMLDivElement>(form.choice);
  const { estimate, failure } = useEstimate({
    target,
    options,
    properties: form.properties,
    rows: counted ? toMake : undefined,
    stepRows,
  });
  const upgrade = (
    <Button size="small" onClick={() => client.openApp('#/upgrade')}>
      {t('cure.upgrade')}
    </Button>
  );
  return (
    <>
      <div ref={line} tabIndex={-1} class="stack-tight rows-takes">
        <EstimateLine
          chosen={counted ? chosen.length : undefined}
          problem={form.isConditionUnfit ? t('rows.condition.problem') : undefined}
          filled={chosen.length - toWrite.length - form.idle}
          idle={form.idle}
          kept={toWrite.length - toMake.length - asked}
          estimate={counted ? estimate : undefined}
        />
        <OutdatedNotice form={form} busy={start.busy} />
      </div>
      {start.fits !== undefined && !start.busy && (
        <Notice kind="warn" actions={upgrade}>
          <span>{t('rows.limit', { count: toMake.length, left: start.fits })}</span> <span>{start.wall}</span>
        </Notice>
      )}
      <CapNotice estimate={estimate} upgrade={upgrade} />
      <TemplateNotice chosen={chosen} />
      <GenerateButton busy={start.busy} onClick={start.generate} beside={beside} />
      <SlowerChoice options={options} onChange={form.setAll} />
      {rowsRun.start.pending && <CommandWait of={['runs.start']} />}
      {start.problem && <Notice kind="error">{start.problem}</Notice>}
      {failure && !rowsRun.start.failure && <FailureNotice failure={failure} />}
      {rowsRun.start.failure && <FailureNotice failure={rowsRun.start.failure} onRetry={start.generate} />}
      {form.viewFailure && <FailureNotice failure={form.viewFailure} />}
      {start.question && <StartQuestion start={start} rows={toMake.length} upgrade={upgrade} />}
    </>
  );
}

interface CapNoticeProps {
  readonly estimate: Estimate | undefined;
  readonly upgrade: ComponentChildren;
}

/** The run would cost more than the month has left. */
function CapNotice({ estimate, upgrade }: CapNoticeProps) {
  // Where the model's price is not known, what its searches cost is.
  const { searchCost, cost = searchCost, capLeft } = estimate ?? {};
  // Nothing left is said beside Generate, which is off then.
  if (cost === undefined || capLeft === undefined || capLeft === 0 || cost <= capLeft) return null;
  return (
    <Notice kind="warn" actions={upgrade}>
      {t('rows.cap', { cost: formatDollars(cost), left: formatDollars(capLeft) })}
    </Notice>
  );
}

interface StartQuestionProps {
  readonly start: RowsStart;
  readonly rows: number;
  readonly upgrade: ComponentChildren;
}

function StartQuestion({ start, rows, upgrade }: StartQuestionProps) {
  const isLimit = start.question === 'limit';
  const fits = start.fits ?? rows;
  return (
    <Dialog
      title={t(isLimit ? 'rows.limit.title' : 'rows.replace.title')}
      onClose={() => start.answer(false)}
      actions={
        <>
          <Button onClick={() => start.answer(false)}>{t('dialog.cancel')}</Button>
          {isLimit && upgrade}
          <Button look={isLimit ? 'primary' : 'danger'} onClick={() => start.answer(true)}>
            {isLimit ? t('rows.limit.part', { count: fits }) : t('where.replace')}
          </Button>
        </>
      }
    >
      <p>
        {isLimit
          ? `${t('rows.limit', { count: rows, left: fits })} ${start.wall ?? ''}`
          : t('rows.replace.text', { count: fits })}
      </p>
    </Dialog>
  );
}

interface OutdatedNoticeProps {
  readonly form: RowsForm;
  readonly busy: boolean;
}

/** Offers what would be made differently today. */
function OutdatedNotice({ form: { choice, outdated, choose }, busy }: OutdatedNoticeProps) {
  if (outdated.length === 0 || choice === 'outdated' || busy) return null;
  return (
    <Notice
      actions={
        <Button size="small" onClick={() => choose('outdated')}>
          {t('rows.outdated.choose')}
        </Button>
      }
    >
      {t('rows.outdated.notice', { count: outdated.length })}
    </Notice>
  );
}
