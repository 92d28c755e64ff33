/**
 * What an adapter makes of each form in which its services were seen to refuse and to answer, over a real socket. A form that no
 * table names fails, so that none is recorded in vain.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelRequest } from '../../lib/language-model/language-model.ts';
import type { ErrorCode, Retry } from '../../lib/shared/app-error.ts';
import type { RecordedName } from '../../sandbox/models/recorded-answers.ts';
import {
  RECORDED_GEMINI_REFUSALS,
  RECORDED_REFUSALS,
  type RecordedAnswer,
} from '../../sandbox/models/recorded-refusals.ts';
import { RECORDED_GEMINI_STREAMS, RECORDED_STREAMS } from '../../sandbox/models/recorded-streams.ts';
import type { EngineHarness } from '../fakes/engine-harness.ts';
import { collect, failureOf, textOf } from './language-model.ts';

type Expected = readonly [code: ErrorCode, retry: Retry, details?: Readonly<Record<string, string | number>>];

export interface RecordedForms {
  /** What goes before a name to queue it. */
  readonly prefix: '' | 'gemini:';
  readonly recorded: Readonly<Record<string, RecordedAnswer>>;
  readonly refusals: Readonly<Record<string, Expected>>;
  /** Answers that say “Rivers flow.”, whole. */
  readonly whole: readonly string[];
  /** The same, cut by a limit on its length. */
  readonly length: readonly string[];
  readonly broken: Readonly<Record<string, Expected>>;
}

/** Of servers that speak OpenAI's language. */
export const OPENAI_FORMS: RecordedForms = {
  prefix: '',
  recorded: { ...RECORDED_REFUSALS, ...RECORDED_STREAMS },
  refusals: {
    'balance-by-429': ['engine-no-credit', 'never'],
    'balance-by-401': ['engine-no-credit', 'never'],
    'balance-by-402': ['engine-no-credit', 'never'],
    'balance-by-403': ['engine-no-credit', 'never'],
    'balance-in-chinese': ['engine-no-credit', 'never'],
    'budget-of-a-gateway': ['engine-no-credit', 'never'],
    'key-limit': ['engine-no-credit', 'never'],
    'no-credits-yet': ['engine-no-credit', 'never'],
    'month-of-credits': ['engine-no-credit', 'never'],
    'fewer-tokens': ['engine-no-credit', 'never', { reason: 'fewer-tokens' }],
    'larger-than-limit-by-413': ['engine-context-too-long', 'never', { reason: 'rate', limit: 6000, requested: 9100 }],
    'larger-than-limit-by-429': [
      'engine-context-too-long',
      'never',
      { reason: 'rate', limit: 30000, requested: 41200 },
    ],
    'limit-that-a-wait-cures': ['engine-rate-limited', 'wait'],
    'wait-without-end': ['engine-rate-limited', 'wait'],
    'month-used-up': ['engine-quota-day', 'never', { reason: 'month' }],
    'day-by-seconds': ['engine-quota-day', 'never'],
    'data-policy': ['engine-data-policy', 'never'],
    'missing-scopes': ['engine-key-restricted', 'never'],
    'list-shaped-error': ['engine-key-invalid', 'never'],
    'invalid-model': ['engine-model-unknown', 'never'],
    'model-without-a-name': ['engine-model-unknown', 'never'],
    'model-decommissioned': ['engine-model-unknown', 'never'],
    'deployment-not-found': ['engine-model-unknown', 'never'],
    'model-not-pulled': ['engine-model-unknown', 'never'],
    'no-model-loaded': ['engine-model-unknown', 'never'],
    'no-endpoints': ['engine-model-unknown', 'never'],
    'fields-that-do-not-fit': ['engine-invalid-request', 'never'],
    'capacity-of-a-tier': ['engine-overloaded', 'later'],
    'bad-json': ['engine-answer-invalid', 'later'],
    'context-by-sentence': ['engine-context-too-long', 'never'],
    'context-in-stream': ['engine-context-too-long', 'never'],
    'quoted-provider': ['engine-rate-limited', 'wait'],
    '400-in-stream': ['engine-invalid-request', 'never'],
    '401-in-stream': ['engine-key-invalid', 'never'],
    '402-in-stream': ['engine-no-credit', 'never'],
    '403-in-stream': ['engine-key-restricted', 'never'],
    '404-in-stream': ['engine-model-unknown', 'never'],
    '429-in-stream': ['engine-rate-limited', 'wait'],
    'day-in-stream': ['engine-quota-day', 'never'],
    '502-in-stream': ['engine-unavailable', 'later'],
    'status-by-another-name': ['engine-no-credit', 'never'],
    'status-beside-the-error': ['engine-rate-limited', 'wait'],
    'error-in-a-choice': ['engine-rate-limited', 'wait'],
    'message-alone': ['engine-overloaded', 'later'],
    'list-of-errors': ['engine-unavailable', 'later'],
    'sentence-in-stream': ['engine-unavailable', 'later'],
    'sentence-of-a-limit': ['engine-rate-limited', 'wait'],
    'error-as-whole-answer': ['engine-no-credit', 'never'],
    'web-page': ['engine-unavailable', 'later'],
    'flagged-at-no-cost': ['engine-filtered', 'never'],
    'limit-of-ones-own': ['engine-quota-day', 'never', { reason: 'month' }],
    'day-in-details': ['engine-quota-day', 'never'],
    'free-tier-exhausted': ['engine-no-credit', 'never', { reason: 'no-free-use' }],
    'month-by-a-slash': ['engine-quota-day', 'never', { reason: 'month' }],
    'status-in-the-answer': ['engine-no-credit', 'never'],
    'code-and-msg': ['engine-key-invalid', 'never'],
    'error_code-and-error_msg': ['engine-rate-limited', 'wait'],
    'exception-by-type': ['engine-rate-limited', 'wait'],
    'errors-by-429': ['engine-quota-day', 'never'],
    'fault-of-a-gateway': ['engine-rate-limited', 'wait'],
    'json-in-quotes': ['engine-no-credit', 'never'],
    'model-crashed': ['engine-unavailable', 'later'],
    'model-retired': ['engine-model-unknown', 'never'],
    'no-endpoint-for-tools': ['engine-invalid-request', 'never'],
    'words-in-place-of-a-stream': ['engine-rate-limited', 'wait'],
    'word-in-brackets': ['engine-unavailable', 'later'],
  },
  whole: [
    'content-in-parts',
    'thoughts-apart',
    'no-reason-but-done',
    'empty-reason-then-stop',
    'ended-by-eos',
    'ended-by-end_turn',
    'ended-by-eos_found',
    'ended-by-FinishReason.STOP',
    'ended-by-stop_reason',
    'stop-with-each-and-done',
    'parts-as-strings',
    'parts-marked-as-thoughts',
    'whole-once-more',
    'no-error-beside-parts',
    'json-as-text',
    'json-as-events',
    'events-as-json',
    'open-behind-done',
    ...Object.keys(RECORDED_STREAMS).filter((name) => name.startsWith('usage-')),
  ],
  length: [
    'ended-by-max_tokens',
    'ended-by-model_length',
    'ended-by-MaxTokens',
    'ended-by-an-object',
    'length-then-stop',
  ],
  broken: {
    'empty-reason-and-cut': ['engine-answer-cut', 'later'],
    'null-as-word-and-cut': ['engine-answer-cut', 'later'],
    'stop-with-each-and-cut': ['engine-answer-cut', 'later'],
    'ended-by-blacklist': ['engine-filtered', 'never', { reason: 'blacklist' }],
    'refusal-in-parts': ['engine-refused', 'never'],
    'only-thoughts-in-details': ['engine-answer-empty', 'never', { reason: 'thinking' }],
    'only-thoughts-by-the-bill': ['engine-answer-length', 'never', { reason: 'thinking' }],
    'done-is-cut': ['engine-bad-response', 'later'],
    'ended-by-insufficient_system_resource': ['engine-answer-cut', 'later', { reason: 'insufficient_system_resource' }],
    'ended-by-unknown-word': ['engine-answer-cut', 'later', { reason: 'something_new' }],
    'ended-by-sensitive': ['engine-filtered', 'never', { reason: 'sensitive' }],
    'ended-by-guardrail': ['engine-filtered', 'never', { reason: 'guardrail_intervened' }],
    'ended-by-refusal': ['engine-refused', 'never'],
    'error-line-behind-half': ['engine-unavailable', 'later', { status: 500 }],
    'bare-error-behind-half': ['engine-rate-limited', 'wait'],
    'message-behind-half': ['engine-key-invalid', 'never'],
    'only-thoughts': ['engine-answer-empty', 'never', { reason: 'thinking' }],
    'only-thoughts-by-length': ['engine-answer-length', 'never', { reason: 'thinking' }],
  },
};

/** Of the Gemini API. */
export const GEMINI_FORMS: RecordedForms = {
  prefix: 'gemini:',
  recorded: { ...RECORDED_GEMINI_REFUSALS, ...RECORDED_GEMINI_STREAMS },
  refusals: {
    'no-free-use': ['engine-no-credit', 'never', { reason: 'no-free-use' }],
    'no-free-use-by-value': ['engine-no-credit', 'never', { reason: 'no-free-use' }],
    'prepaid-credits': ['engine-no-credit', 'never'],
    'billing-off': ['engine-no-credit', 'never'],
    'day-in-words': ['engine-quota-day', 'never'],
    'wait-out-of-bounds': ['engine-rate-limited', 'wait'],
    'list-shaped-error': ['engine-key-invalid', 'never'],
    'key-leaked': ['engine-key-restricted', 'never'],
    'service-disabled': ['engine-key-restricted', 'never'],
    region: ['engine-region', 'never'],
    'model-gone': ['engine-model-unknown', 'never'],
    'too-many-tokens': ['engine-context-too-long', 'never'],
    overloaded: ['engine-overloaded', 'later'],
    deadline: ['engine-unavailable', 'later', { status: 504 }],
  },
  whole: [
    'text',
    'signature-behind-the-text',
    'thoughts-apart',
    'parts-of-all-kinds',
    'ratings-of-the-prompt',
    'a-list-in-an-event',
    'one-list-instead-of-events',
  ],
  length: ['ended-by-MAX_TOKENS'],
  broken: {
    'only-thoughts': ['engine-answer-empty', 'never', { reason: 'thinking' }],
    'only-thoughts-by-the-bill': ['engine-answer-length', 'never', { reason: 'thinking' }],
    'prompt-blocked': ['engine-filtered', 'never', { reason: 'PROHIBITED_CONTENT' }],
    'ended-by-unspecified': ['engine-answer-cut', 'later'],
    cut: ['engine-answer-cut', 'later'],
    'error-without-data': ['engine-overloaded', 'later'],
    'error-in-a-list': ['engine-rate-limited', 'wait'],
    'error-by-its-word': ['engine-rate-limited', 'wait'],
    'error-without-a-status': ['engine-unavailable', 'later'],
  },
};

/** Held open by their own tests, since they need a clock. */
const ELSEWHERE: readonly string[] = ['open-behind-the-end'];

export function describeRecordedForms(name: string, create: () => Promise<EngineHarness>, forms: RecordedForms): void {
  const queued = async (form: string): Promise<{ harness: EngineHarness; request: ModelRequest }> => {
    const harness = await create();
    onTestFinished(() => harness.close());
    harness.fault({ kind: 'recorded', name: `${forms.prefix}${form}` as RecordedName });
    const messages = [{ role: 'user', text: 'Write about rivers.' }] as const;
    return { harness, request: { model: harness.modelId, system: 'Be brief.', messages } };
  };
  const never = (): AbortSignal => new AbortController().signal;
  const { refusals, whole, length, broken, recorded } = forms;

  describe(`${name} in recorded forms`, () => {
    it('has each form in a table', () => {
      const named = [...Object.keys(refusals), ...whole, ...length, ...Object.keys(broken), ...ELSEWHERE];
      expect(Object.keys(recorded).filter((form) => !named.includes(form))).toEqual([]);
    });

    it.each(Object.entries(refusals))('refuses as “%s”: %j', async (form, [code, retry, details]) => {
      const { harness, request } = await queued(form);
      const failure = await failureOf(harness.model.stream(request, never()));
      const said = expect.stringMatching(/[\p{L}\p{N}]/u) as string;
      expect(failure).toMatchObject({ code, retry, details: { ...details, said } });
      // The server's own words, and no JSON or markup around them.
      expect(failure?.details['said']).not.toMatch(/[{}[\]]|<\w/u);
      expect(harness.seen()).toHaveLength(1);
    });

    it.each(whole)('answers as “%s”, whole', async (form) => {
      const { harness, request } = await queued(form);
      const events = await collect(harness.model.stream(request, never()));
      expect(textOf(events)).toBe('Rivers flow.');
      expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'stop' });
    });

    it.each(length)('answers as “%s”, cut by its length', async (form) => {
      const { harness, request } = await queued(form);
      const events = await collect(harness.model.stream(request, never()));
      expect(textOf(events)).toBe('Rivers flow.');
      expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'length' });
    });

    it.each(Object.entries(broken))('answers as “%s”, which is not whole: %j', async (form, [code, retry, details]) => {
      const { harness, request } = await queued(form);
      const failure = await failureOf(harness.model.stream(request, never()));
      expect(failure).toMatchObject({ code, retry, ...(details && { details }) });
    });
  });
}
