/**
 * What a surface does with a command that Notion or an engine put off: it waits and sends the command again, as long as whoever
 * asked is still there. The worker may be stopped meanwhile; nothing of a wait is kept in it.
 */
import type { Failure } from '../shared/app-error.ts';
import { MOST_ATTEMPTS, ruleOf } from '../shared/error-rules.ts';
import type { CommandName } from './protocol.ts';
import type { CheckResult } from '../settings/settings-commands.ts';

/**
 * `again`: only reads, or carries its own id: may be sent again as often as one likes.
 * `untouched`: writes. Sent again only after a refusal with retry `wait`, which its handler lets through only while nothing is written.
 * `never`: asks neither Notion nor an engine, or must not be sent twice.
 */
export type Repeat = 'again' | 'untouched' | 'never';

export const REPEATS: Readonly<Record<CommandName, Repeat>> = {
  'settings.save': 'never',
  'settings.clear': 'never',
  'settings.testNotion': 'again',
  'settings.testEngine': 'again',
  'settings.setPassphrase': 'never',
  'settings.unlock': 'never',
  'settings.lock': 'never',
  'settings.inspectImport': 'never',
  'settings.export': 'never',
  'settings.import': 'never',
  'models.list': 'again',
  'notion.search': 'again',
  'target.resolve': 'again',
  'target.resolveId': 'again',
  'target.inspect': 'again',
  'sample.createPage': 'untouched',
  'sample.createDatabase': 'untouched',
  'mirror.create': 'untouched',
  'mirror.check': 'again',
  'mirror.complete': 'untouched',
  'mirror.sync': 'never',
  'mirror.decidePrompt': 'never',
  'connections.save': 'never',
  'connections.delete': 'never',
  'connections.restore': 'never',
  'connections.duplicate': 'never',
  'keepFilled.ask': 'again',
  'keepFilled.set': 'never',
  'keepFilled.look': 'never',
  'keepFilled.pause': 'never',
  'preview.page': 'untouched',
  'runs.start': 'again',
  'runs.control': 'never',
  'runs.jobs': 'never',
  'runs.jobDetails': 'never',
  'runs.text': 'never',
  'runs.export': 'never',
  'runs.estimate': 'again',
  'database.open': 'again',
  'database.rows': 'again',
  'database.propertyNames': 'again',
  'database.viewRows': 'again',
  'database.views': 'again',
  'database.matchingRows': 'again',
  'database.addRow': 'again',
  'database.addRows': 'again',
  'database.templates': 'again',
  'database.people': 'again',
  'database.renameRow': 'untouched',
  'trial.start': 'again',
  'trial.decide': 'never',
  'review.decide': 'never',
  'trial.accepted': 'never',
  'plan.choose': 'never',
  'prompts.save': 'never',
  'prompts.delete': 'never',
  'prompts.import': 'never',
  'prompts.export': 'never',
  'feedback.send': 'never',
  'feedback.diagnostics': 'never',
  'panel.context': 'never',
  'panel.dropSelection': 'never',
  'menu.language': 'never',
  'notices.dismiss': 'never',
  'panel.saveDraft': 'never',
};

/** A wait of one call, as it is shown. */
export interface CallWait {
  readonly name: CommandName;
  /** What the last try met. */
  readonly failure: Failure;
  /** When it is tried again (epoch ms). */
  readonly until: number;
}

const SECOND_MS = 1_000;
const LONGEST_BACKOFF_MS = 30 * SECOND_MS;
/** For a limit that names no time. */
const UNTOLD_MS = 30 * SECOND_MS;
/** After so many waits for a limit without an answer the failure itself is shown, with its words and its cure. */
const MOST_LIMITS = 8;
/** Each of these has already taken a minute. */
const MOST_TIMEOUTS = 3;

/**
 * When a command that failed is sent again, in epoch ms; undefined: its failure is one for the person.
 * @param tries how often it was sent, this time included
 */
export function nextTry(name: CommandName, failure: Failure, tries: number, now: number): number | undefined {
  const repeat = REPEATS[name];
  const reason = ruleOf(failure.code).waitsFor;
  if (repeat === 'never' || reason === 'locked') return undefined;
  if (failure.retry === 'wait') return waitForLimit(failure, tries, now);
  if (repeat !== 'again' || failure.retry !== 'later') return undefined;
  if (reason === 'offline') return now + backoff(tries);
  return tries < mostTries(failure) ? now + backoff(tries) : undefined;
}

function waitForLimit({ retryAt = 0 }: Failure, tries: number, now: number): number | undefined {
  if (tries > MOST_LIMITS) return undefined;
  // A time that has passed already would be a request without a pause.
  return retryAt > now ? retryAt : now + (retryAt === 0 ? UNTOLD_MS : backoff(tries));
}

function mostTries({ code }: Failure): number {
  if (code === 'timeout') return MOST_TIMEOUTS;
  // The engine's server does not run, or the request is at fault: a person looks at it sooner than it cures itself.
  if (code.startsWith('engine-')) return 1;
  return code === 'notion-unavailable' || code === 'notion-conflict' ? (ruleOf(code).attempts ?? MOST_ATTEMPTS) : 1;
}

function backoff(tries: number): number {
  return Math.min(SECOND_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
}

/** The failure inside an answer: a check that failed is an answer too. That a service is too slow is what a check is to find out. */
export function failureIn(name: CommandName, value: unknown): Failure | undefined {
  if (name !== 'settings.testNotion' && name !== 'settings.testEngine') return undefined;
  const check = value as CheckResult | null;
  return check?.outcome === 'failed' && check.failure?.code !== 'timeout' ? check.failure : undefined;
}
