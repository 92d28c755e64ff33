/** A failure in words: what happened, that nothing was lost, and what to do; and the one button that helps. */
import type { EngineId } from '../../lib/language-model/language-model.ts';
import type { ErrorCode, Failure } from '../../lib/shared/app-error.ts';
import { type Cure, ruleOf } from '../../lib/shared/error-rules.ts';
import { engineName } from './engine-name.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { reasonKey } from './reasons.ts';

/** The button that helps. */
export function cureOf(code: ErrorCode): Cure | undefined {
  return ruleOf(code).cure;
}

/** What a sentence says where a failure has no detail of that name. */
export interface FailureContext {
  readonly now: number;
  /** As Notion shows it under ••• → Connections. */
  readonly integrationName?: string | undefined;
  /** Whose failure it is; absent: “the AI engine”. */
  readonly engine?: EngineId | undefined;
}

export function failureText(failure: Failure, context: FailureContext): string {
  const special = unconfirmedText(failure, context.now);
  if (special !== undefined) return special;
  const values = {
    integration: context.integrationName ?? t('word.integration'),
    engine: context.engine === undefined ? t('word.engine') : engineName(context.engine),
    model: t('word.model'),
    property: t('word.property'),
    option: t('word.option'),
    name: t('word.unknown'),
    limit: t('word.unknown'),
    title: t('word.untitled'),
    at: '',
    hosts: t('word.unknown'),
    ...plainDetails(failure),
    seconds: secondsLeft(failure, context.now),
  };
  const midRun = midRunCode(failure);
  const text = midRun ? t(`midRun.${midRun}`, values) : t(reasonKey(failure) ?? `error.${failure.code}`, values);
  // “the AI engine” may come first in a sentence.
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** A run of rows that met trouble with its whole database has done some of them; Resume is its button. */
function midRunCode({ code, details }: Failure) {
  if (details?.['scope'] !== 'database') return undefined;
  return code === 'notion-not-found' || code === 'target-trashed' || code === 'property-missing' ? code : undefined;
}

/** What a run that is done has to say all the same: its answer stands, but is not whole. */
export function remarkText(failure: Failure, context: FailureContext): string {
  if (failure.code !== 'engine-answer-length') return failureText(failure, context);
  const remark = t(failure.details?.['reason'] === 'endless' ? 'remark.endless' : 'remark.engine-answer-length');
  return failure.details?.['old'] === 'stays' ? t('remark.oldStays', { remark }) : remark;
}

/** Until it is known whether a write arrived, nothing is sent again. */
function unconfirmedText({ code, retry, retryAt = 0, details }: Failure, now: number): string | undefined {
  if (code !== 'notion-write-unconfirmed' || retry !== 'wait' || retryAt <= now) return undefined;
  const seconds = Math.ceil((retryAt - now) / 1_000);
  // A run goes on by itself; what was typed is sent again when the person says so.
  return details?.['isTyped'] ? t('unconfirmed.wait', { seconds }) : t('unconfirmed.run', { seconds });
}

/** Whole seconds until a failure may be tried again; a minute where nobody said. */
export function secondsLeft(failure: Failure, now: number): number {
  if (failure.retryAt === undefined) return 60;
  return Math.max(1, Math.ceil((failure.retryAt - now) / 1_000));
}

function plainDetails({ details = {} }: Failure): Record<string, string | number> {
  const plain: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(details)) {
    if (Array.isArray(value)) plain[name] = formatList(value);
    else if (typeof value === 'number') plain[name] = value;
    else plain[name] = String(value);
  }
  return plain;
}
