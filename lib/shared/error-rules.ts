/**
 * What each error code means for whoever meets it: one line per code, and the compiler asks for the line of a new one. Whether one
 * particular failure may be tried again is its `retry`, set where the error is made; this table says how often, and what else follows.
 */
import type { ErrorCode } from './app-error.ts';

/** What a run says that it waits for. */
export type WaitReason = 'notion-limit' | 'engine-limit' | 'own-limit' | 'confirming-write' | 'offline' | 'locked';

/** What a button beside the sentence does. `retry` is up to who shows it. */
export type Cure = 'settings' | 'upgrade' | 'retry' | 'integrations';

export interface ErrorRule {
  /** How often a step is tried in all while it fails with this, if its `retry` allows more than one try. Absent: `MOST_ATTEMPTS`. */
  readonly attempts?: number;
  /** Every other row would fail in the same way, or pass a limit: the run pauses until a person acts. */
  readonly pauses?: true;
  /** What the run waits for while a failure with `retry: 'wait'` lasts. Absent: a plain back-off. */
  readonly waitsFor?: WaitReason;
  readonly cure?: Cure;
  /** Whatever is sent to Notion next meets it too: the other rows are not tried, and not given up either. */
  readonly blocksNotion?: true;
  /** What was addressed is in Notion's trash, deleted or not shared. */
  readonly isGone?: true;
  /** May be about the whole database and not about the one row: the schema is read to tell. */
  readonly mayBeDatabase?: true;
  /** The engine has too much to do: fewer rows are asked for at once. */
  readonly slowsDown?: true;
  /** The engine refuses this key or this sender, whatever it is asked. */
  readonly refusesAll?: true;
}

export const MOST_ATTEMPTS = 6;

export const ERROR_RULES: Readonly<Record<ErrorCode, ErrorRule>> = {
  'notion-token-missing': { pauses: true, cure: 'settings', blocksNotion: true },
  'notion-token-invalid': { pauses: true, cure: 'settings', blocksNotion: true },
  'notion-not-found': { cure: 'retry', isGone: true, mayBeDatabase: true },
  'notion-capability-missing': { cure: 'integrations' },
  'notion-block-limit': { pauses: true },
  'notion-trashed': { cure: 'retry', isGone: true, mayBeDatabase: true },
  'notion-rate-limited': { waitsFor: 'notion-limit', cure: 'retry', blocksNotion: true },
  'notion-overloaded': { waitsFor: 'notion-limit', cure: 'retry', blocksNotion: true },
  'notion-blocked': { pauses: true, blocksNotion: true },
  'notion-conflict': { attempts: 5, cure: 'retry' },
  'notion-invalid-request': { mayBeDatabase: true },
  'notion-too-large': {},
  'notion-unavailable': { cure: 'retry', blocksNotion: true },
  'notion-write-unconfirmed': { waitsFor: 'confirming-write' },
  'notion-permission': { pauses: true, cure: 'retry', blocksNotion: true },

  'url-empty': {},
  'url-not-notion': {},
  'url-no-page': {},
  'target-is-database': {},
  'target-is-page': {},
  'target-trashed': { pauses: true, cure: 'retry' },
  'target-linked-view': { cure: 'retry' },
  'target-several-sources': { cure: 'retry' },
  'target-other-workspace': { pauses: true },

  'engine-key-missing': { pauses: true, cure: 'settings' },
  'engine-key-invalid': { pauses: true, cure: 'settings', refusesAll: true },
  'engine-key-restricted': { pauses: true, cure: 'settings', refusesAll: true },
  'engine-no-credit': { pauses: true, cure: 'retry', refusesAll: true },
  'engine-quota-day': { pauses: true, cure: 'retry' },
  'engine-rate-limited': { waitsFor: 'engine-limit', cure: 'retry', slowsDown: true },
  'engine-own-limit': { waitsFor: 'own-limit', cure: 'settings' },
  'engine-overloaded': { waitsFor: 'engine-limit', cure: 'retry', slowsDown: true },
  'engine-unavailable': { cure: 'retry', slowsDown: true },
  'engine-model-missing': { pauses: true, cure: 'settings' },
  'engine-model-unknown': { pauses: true, cure: 'settings' },
  'engine-refused': {},
  'engine-filtered': {},
  'engine-answer-cut': { attempts: 4, cure: 'retry' },
  'engine-answer-length': { cure: 'retry' },
  'engine-answer-empty': { attempts: 3, cure: 'retry' },
  'engine-answer-invalid': { attempts: 3, cure: 'retry' },
  'engine-context-too-long': { cure: 'retry' },
  'engine-origin-refused': { pauses: true, cure: 'settings', refusesAll: true },
  'engine-base-url-invalid': { pauses: true, cure: 'settings' },
  'engine-extras-invalid': { pauses: true, cure: 'settings' },
  'engine-region': { pauses: true, refusesAll: true },
  'engine-data-policy': { pauses: true, cure: 'retry' },
  'engine-search-unsupported': { pauses: true, cure: 'settings' },
  'engine-bad-response': { cure: 'retry' },
  'engine-invalid-request': { cure: 'settings' },
  'engine-stalled': { attempts: 3, cure: 'retry', slowsDown: true },
  'engine-permission': { pauses: true, cure: 'settings' },

  offline: { waitsFor: 'offline', cure: 'retry', blocksNotion: true },
  timeout: { cure: 'retry', blocksNotion: true, slowsDown: true },
  locked: { waitsFor: 'locked', cure: 'settings', blocksNotion: true },
  'prompts-used-up': { pauses: true, cure: 'upgrade' },
  'spending-cap': { pauses: true, cure: 'upgrade' },
  'prompt-unconfirmed': { pauses: true },
  'storage-full': { pauses: true, cure: 'retry' },
  'storage-unavailable': { cure: 'retry' },
  'storage-newer': {},
  'message-invalid': {},
  'message-refused': {},
  'import-invalid': {},
  'not-found': {},
  'row-edited': {},
  'row-condition': {},
  'row-filled': {},
  'row-accepted': {},
  'row-undecided': {},
  'row-no-input': {},
  'row-parked': {},
  'context-unreadable': { pauses: true, cure: 'retry' },
  'property-missing': { pauses: true, mayBeDatabase: true },
  'property-changed': { pauses: true },
  'search-not-done': {},
  'links-removed': {},
  'option-unknown': {},
  stopped: {},
  internal: { cure: 'retry' },
};

const UNKNOWN: ErrorRule = {};

/** The rule of a code; a code that another version stored and this one does not have follows none. */
export function ruleOf(code: ErrorCode): ErrorRule {
  return Object.hasOwn(ERROR_RULES, code) ? ERROR_RULES[code] : UNKNOWN;
}
