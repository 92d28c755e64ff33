import { useEffect, useRef, useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { KEEP_FILLED_DEFAULTS, type KeepFilledSettings } from '../../lib/keep-filled/keep-filled-view.ts';
import type { CommandResponse } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction, type Action } from '../hooks/use-action.ts';
import { useFocusKept } from '../hooks/use-focus-kept.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { EstimateAmounts } from '../rows/start/estimate-line.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Switch } from '../ui/switch.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { KeepFilledFields } from './keep-filled-fields.tsx';
import { KeptFilledActions, KeptFilledStanding } from './kept-filled-standing.tsx';
import './keep-filled.css';

interface KeepFilledFieldProps {
  readonly connection: Connection;
  /** As they are on screen: what is asked of rows from now on. */
  readonly options: GenerationOptions;
}

/** Keep filled in the workspace: off or on, how often, which rows, and what it did last. */
export function KeepFilledField({ connection, options }: KeepFilledFieldProps) {
  const view = useTopic('keepFilled')?.find(({ connectionId }) => connectionId === connection.id);
  const isOn = view !== undefined && view.standing !== 'off';
  const turning = useTurning(connection, options, view ?? KEEP_FILLED_DEFAULTS, isOn);
  const isShown = turning.isWanted ?? isOn;
  // Start and Cancel go with the question.
  const part = useFocusKept<HTMLDivElement>(turning.question ? 'asking' : (view?.standing ?? 'off'));
  return (
    <div ref={part} tabIndex={-1} class="keep">
      <Switch
        label={t('keep.title')}
        checked={isShown}
        onChange={turning.turn}
        {...(isShown && { hint: t('keep.hint') })}
      />
      {turning.lacksPrompt && <Notice kind="error">{t('keep.noPrompt')}</Notice>}
      {isShown && <KeepFilledFields settings={turning.settings} onChange={turning.change} />}
      {isShown && options.output?.kind === 'body' && <p class="soft small">{t('keep.body')}</p>}
      {turning.ask.pending && <Spinner text={t('keep.counting')} />}
      {turning.ask.pending && <CommandWait of={['keepFilled.ask']} />}
      {turning.question && !turning.ask.pending && <Question turning={turning} question={turning.question} />}
      {turning.ask.failure && <FailureNotice failure={turning.ask.failure} onRetry={() => turning.turn(true)} />}
      {turning.set.failure && <FailureNotice failure={turning.set.failure} />}
      {isOn && view && (
        <>
          <KeptFilledStanding view={view} />
          <div class="row">
            <KeptFilledActions view={view} />
          </div>
        </>
      )}
    </div>
  );
}

type Answer = CommandResponse<'keepFilled.ask'>;

interface Turning {
  /** What the person wants, while it is not so yet. */
  readonly isWanted: boolean | undefined;
  readonly settings: KeepFilledSettings;
  readonly lacksPrompt: boolean;
  readonly question: Answer | undefined;
  readonly ask: Action<[KeepFilledSettings]>;
  readonly set: Action<[Partial<KeepFilledSettings> & { readonly isOn?: boolean }]>;
  readonly turn: (isOn: boolean) => void;
  readonly change: (change: Partial<KeepFilledSettings>) => void;
  readonly start: () => void;
}

/** On takes a question first where rows would be filled at once; everything else is so at once. */
function useTurning(
  connection: Connection,
  options: GenerationOptions,
  stored: KeepFilledSettings,
  isOn: boolean,
): Turning {
  const client = useClient();
  const [isWanted, setWanted] = useState<boolean | undefined>();
  const [draft, setDraft] = useState<KeepFilledSettings | undefined>();
  const [question, setQuestion] = useState<Answer | undefined>();
  const [lacksPrompt, setLacksPrompt] = useState(false);
  const { id: connectionId, name, target } = connection;
  const { every, fill, most } = draft ?? stored;
  const settings = { every, fill, most };
  const rest = () => {
    setWanted(undefined);
    setDraft(undefined);
    setQuestion(undefined);
  };
  const set = useAction(async (change: Partial<KeepFilledSettings> & { readonly isOn?: boolean }) => {
    await client.call('keepFilled.set', { connectionId, ...change }).finally(rest);
  });
  const ask = useAction(async (wanted: KeepFilledSettings) => {
    setQuestion(undefined);
    // What is on screen is what will be asked, also where a moment ago something else was.
    await client.call('connections.save', { id: connectionId, name, target, options });
    const found = await client.call('keepFilled.ask', { connectionId, fill: wanted.fill, most: wanted.most });
    if (found.rows > 0) setQuestion(found);
    else set.run({ ...wanted, isOn: true });
  });
  const change = (part: Partial<KeepFilledSettings>) => {
    if (isOn) return set.run(part);
    const next = { ...settings, ...part };
    setDraft(next);
    if (part.every === undefined) ask.run(next);
  };
  const turn = (on: boolean) => {
    ask.clear();
    const hasPrompt = options.prompt.trim() !== '';
    setLacksPrompt(on && !hasPrompt);
    // A switch that stays off is drawn anew all the same.
    setWanted(on);
    if (on && !hasPrompt) queueMicrotask(rest);
    else if (on) ask.run(settings);
    else if (isOn) set.run({ isOn: false });
    else rest();
  };
  const start = () => set.run({ ...settings, isOn: true });
  return { isWanted, settings, lacksPrompt, question, ask, set, turn, change, start };
}

/** How many rows fit now and what they cost, before the first of them is filled. */
function Question({ turning, question }: { readonly turning: Turning; readonly question: Answer }) {
  const { rows, today, estimate } = question;
  const box = useRef<HTMLDivElement>(null);
  // The pane may end above it.
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={box} class="keep-question" aria-live="polite">
      <p>
        {t('keep.ask', { count: rows })}
        {today < rows && ` ${today > 0 ? t('keep.ask.part', { today }) : t('keep.ask.none')}`}
      </p>
      {estimate && (
        <p class="rows-estimate soft small">
          <EstimateAmounts estimate={estimate} />
        </p>
      )}
      <div class="row">
        <Button look="primary" onClick={turning.start} disabled={turning.set.pending}>
          {t('keep.start')}
        </Button>
        <Button onClick={() => turning.turn(false)}>{t('dialog.cancel')}</Button>
      </div>
    </div>
  );
}
