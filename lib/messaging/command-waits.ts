/**
 * What a surface does with a command that Notion or an engine put off: it waits and sends the command again, as long as whoever
 * asked is still there. The worker may be stopped meanwhile; nothing of a wait is kept in it.
 */
import type { Failure } from '../shared/app-error.ts';
import { MOST_ATTEMPTS, ruleOf } from '../shared/error-rules.ts';
import type { CommandName } from './protocol.ts';
import type { CheckResult } from '../settings/settings-commands.ts';

/** What a surface does by itself with a command that was refused, or that may have been done though its answer was lost. */
interface Repeat {
  /**
   * `again`: after each failure that can pass. `untouched`: after a refusal with retry `wait` alone, which its handler lets through
   * only while nothing is written. `never`: the person sends it.
   */
  readonly refused: 'again' | 'untouched' | 'never';
  /** `never`: sent twice, it would do its work, or cost, twice. */
  readonly lost: 'again' | 'never';
}

/** Reads, or carries its own id: twice is as good as once. */
const SAFE: Repeat = { refused: 'again', lost: 'again' };
/** Writes to Notion what stands there already when it comes twice. */
const WRITE: Repeat = { refused: 'untouched', lost: 'again' };
/** Makes something new in Notion, or pays a model, each time. */
const CREATE: Repeat = { refused: 'untouched', lost: 'never' };
/** A refusal does not pass by waiting, and twice is as good as once. */
const LOCAL: Repeat = { refused: 'never', lost: 'again' };
/** Acts each time. */
const ONCE: Repeat = { refused: 'never', lost: 'never' };

export const REPEATS: Readonly<Record<CommandName, Repeat>> = {
  'settings.save': LOCAL,
  'settings.clear': LOCAL,
  'settings.testNotion': SAFE,
  'settings.testEngine': SAFE,
  'settings.setPassphrase': LOCAL,
  'settings.unlock': LOCAL,
  'settings.lock': LOCAL,
  'settings.inspectImport': LOCAL,
  'settings.export': LOCAL,
  'settings.import': LOCAL,
  'models.list': SAFE,
  'notion.search': SAFE,
  'target.resolve': SAFE,
  'target.resolveId': SAFE,
  'target.inspect': SAFE,
  'sample.createPage': CREATE,
  'sample.createDatabase': CREATE,
  'mirror.create': CREATE,
  'mirror.check': SAFE,
  'mirror.complete': WRITE,
  'mirror.sync': LOCAL,
  'mirror.decidePrompt': LOCAL,
  'connections.save': LOCAL,
  'connections.delete': LOCAL,
  'connections.restore': LOCAL,
  'connections.duplicate': LOCAL,
  'keepFilled.ask': SAFE,
  'keepFilled.set': LOCAL,
  'keepFilled.look': LOCAL,
  'keepFilled.pause': LOCAL,
  'preview.page': CREATE,
  'runs.start': SAFE,
  'runs.control': LOCAL,
  'runs.jobs': LOCAL,
  'runs.jobDetails': LOCAL,
  'runs.text': LOCAL,
  'runs.export': LOCAL,
  'runs.estimate': SAFE,
  'database.open': SAFE,
  'database.rows': SAFE,
  'database.propertyNames': SAFE,
  'database.viewRows': SAFE,
  'database.views': SAFE,
  'database.matchingRows': SAFE,
  'database.addRow': SAFE,
  'database.addRows': SAFE,
  'database.templates': SAFE,
  'database.people': SAFE,
  'database.renameRow': WRITE,
  'trial.start': SAFE,
  'trial.decide': LOCAL,
  'review.decide': LOCAL,
  'trial.accepted': LOCAL,
  'plan.choose': LOCAL,
  'prompts.save': LOCAL,
  'prompts.delete': LOCAL,
  'prompts.import': ONCE,
  'prompts.export': LOCAL,
  'feedback.send': ONCE,
  'feedback.diagnostics': LOCAL,
  'panel.context': LOCAL,
  'panel.dropSelection': LOCAL,
  'menu.language': LOCAL,
  'notices.dismiss': LOCAL,
  'panel.saveDraft': LOCAL,
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
  const { refused } = REPEATS[name];
  const reason = ruleOf(failure.code).waitsFor;
  if (refused === 'never' || reason === 'locked') return undefined;
  if (failure.retry === 'wait') return waitForLimit(failure, tries, now);
  if (refused !== 'again' || failure.retry !== 'later') return undefined;
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
