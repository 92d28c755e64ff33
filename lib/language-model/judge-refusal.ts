/**
 * What a server's refusal means, whatever status it came with: servers and gateways tell the same trouble by 400, 401, 402, 403,
 * 404, 413, 422 or 429, and inside a stream by none. The words decide where they are plain, the status where they are not.
 */
import type { ErrorCode, ErrorDetails, Retry } from '../shared/app-error.ts';

export interface Refusal {
  /** HTTP status, also as told inside a body; undefined where nobody said. */
  readonly status: number | undefined;
  readonly code: string;
  readonly type: string;
  /** The message with what a gateway quotes of the server behind it, but not of the request: see `withoutEcho`. */
  readonly text: string;
  /** Limits that were hit, by their ids, where the server names them. */
  readonly quotas?: string;
}

export interface Judgement {
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details?: ErrorDetails;
}

const BILLING_CODES: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'insufficient_balance',
  'insufficient_credits',
  'credit_balance_exhausted',
  'billing_hard_limit_reached',
  'billing_not_active',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'CreditsError',
  'Arrearage',
  'exceeded_current_quota_error',
  'budget_exceeded',
  'credit_limit',
]);

const NO_CREDIT =
  /(?:doesn't|does not|don't|do not) have (?:any|enough|sufficient) (?:credits?|balance|funds)|used (?:up )?all (?:of )?(?:your |its |the )?(?:available )?credits?|(?:key|credit) limit exceeded|budget (?:limit )?(?:has been |is |was )?exceeded|inactive subscription|failure to pay|余额不足|欠费|请充值|insufficient[ _](?:account )?(?:balance|credits?|funds?)|(?:no|not enough|out of|without) (?:remaining )?(?:credits?|balance|funds)\b(?! (?:(?:were |was |are |is |have been |will be )?(?:charged|used|deducted|spent)|cards?)\b)|(?:credit )?balance (?:is )?(?:too low|not enough|insufficient|exhausted|depleted|negative)|credits? (?:are |is |have been |has been )?(?:depleted|exhausted|used up)|(?:requires?|needs?) more credits?|can only afford|please (?:recharge|top[ -]?up)|recharge your|payment required|billing (?:is )?not (?:active|enabled)|account is (?:in arrears|overdue|suspended for billing)|spend(?:ing)? (?:cap|limit) (?:is |was |has been )?(?:reached|exceeded)/iu;
const FEWER_TOKENS = /fewer max_tokens|can only afford/iu;
const PER_DAY = /per[ _-]?day|\/ ?day\b|\b[RT]PD\b|\bdaily\b|per 24 hours|per 86,?400 ?s|ByDay\b/iu;
const PER_MONTH = /per[ -]month|\/ ?month\b|\bmonthly\b|per[ -]week|\bweekly\b/iu;
/** A limit of one's own, or of a plan, told with any status; Anthropic's names the day on which it ends. One by the hour passes by itself. */
const USED_UP =
  /reached your (?:specified )?(?:(?!hourly|session|minute)\w+ )?(?:api )?usage limits?|you will regain access/iu;
const NO_FREE_USE = /free (?:tier|quota|allocation)\b.{0,40}\b(?:exhausted|used up|not available)|FreeTierOnly/iu;
const TOO_LARGE = /request too large|input or output tokens must be reduced|reduce your message size/iu;
const CONTEXT =
  /context[ _-](?:length|window|size)|maximum context|max(?:imum)?[ _]model[ _]len|too many (?:input )?tokens(?!.{0,20}\bwait\b)|(?:prompt|input|request) is too long|exceed_context_size|token count .{0,60}exceeds|exceeds the maximum number of tokens|reduce the length of the (?:messages|prompt|input)|`?inputs`? tokens .{0,40}must be/iu;
const BAD_JSON = /failed to (?:generate|validate) json/iu;
const DATA_POLICY =
  /data[ _]policy|settings\/privacy|privacy settings?|no allowed providers|all providers have been ignored/iu;
const KEY =
  /api[ _-]?key (?:is )?(?:not valid|invalid|expired|missing)|(?:invalid|incorrect|expired|unknown|wrong|missing) (?:api[ _-]?key|access token|bearer token|credentials|authentication)|access token (?:is )?(?:invalid|expired)|login fail|\bunauthori[sz]ed\b|authentication (?:fails?|failed|error)|\bAuthFailure\b|令牌(?:已过期|无效|验证不正确)/iu;
const SCOPES =
  /missing (?:required )?(?:scopes?|permissions?)|insufficient[ _](?:permissions?|scopes?)|restricted (?:api[ _-]?)?key/iu;
const MODEL =
  /(?:invalid|unknown|no such) model(?! (?:parameter|setting|option|output|response|input)s?\b)|not a valid model|\bmodels?(?: id| identifier)?(?: [`'"]?[^\s`'"]{1,100}[`'"]?)? (?:is |are |has been |does )?(?:not found|not exist|not available|not recognized|not supported$|decommissioned|deprecated|not loaded)|\bmodel(?: id| identifier)? is invalid|\bmodels\/\S+ is not found|no models? (?:is |are )?loaded|no endpoints? (?:was |were )?(?:found|available)(?! that)|unable to access (?:non-serverless )?model|\bmodel\b.{0,60}\b(?:been |is )(?:retired|discontinued|sunset|shut down)\b|bad model name|deployment .{0,60}(?:not found|does not exist)/iu;
const MODEL_CODES: ReadonlySet<string> = new Set([
  'model_not_found',
  'invalid_model',
  'DeploymentNotFound',
  'unknown_model',
  'model_decommissioned',
  'model_not_available',
]);
/** LM Studio tells it by 400; the next request loads the model again. */
const CRASHED = /model (?:was |has been |has |is )?(?:unloaded|crashed)/iu;
const REGION = /country, region|location is not supported|not (?:available|supported) in your (?:country|region)/iu;
const FILTER_CODES: ReadonlySet<string> = new Set([
  'invalid_prompt',
  'content_policy_violation',
  'content_filter',
  'data_inspection_failed',
]);
const FILTERED = /(?:input|prompt|content) (?:was |has been |is )?flagged\b|content management policy|content policy/iu;

/** What the words alone say; undefined where they say nothing that the status would not. */
export function judgeWords(refusal: Refusal, model: string): Judgement | undefined {
  const { status, code, type, text } = refusal;
  if (CRASHED.test(text)) return { code: 'engine-unavailable', retry: 'later', details: { model } };
  if (code === 'json_validate_failed' || BAD_JSON.test(text)) return { code: 'engine-answer-invalid', retry: 'later' };
  const size = judgeSize(refusal, model);
  if (size) return size;
  const free = judgeFreeUse(`${code} ${text}`, model);
  if (free) return free;
  const isLimit = status === 429 || status === undefined;
  if (isLimit && isPerDay(`${text} ${refusal.quotas ?? ''}`))
    return { code: 'engine-quota-day', retry: 'never', details: { model } };
  if (BILLING_CODES.has(code) || BILLING_CODES.has(type) || status === 402 || NO_CREDIT.test(text)) {
    const reason = FEWER_TOKENS.test(text) ? { reason: 'fewer-tokens' } : {};
    return { code: 'engine-no-credit', retry: 'never', details: { model, ...reason } };
  }
  if ((isLimit && PER_MONTH.test(text)) || USED_UP.test(text)) {
    const reason = isPerDay(text) ? {} : { reason: 'month' };
    return { code: 'engine-quota-day', retry: 'never', details: { model, ...reason } };
  }
  return status === 429 || isTrouble(status) ? undefined : judgeRequest(refusal, model);
}

/** Google names a limit of 0 for a model that nobody may use for free; the seconds it names beside it mean nothing. */
export function judgeFreeUse(text: string, model: string): Judgement | undefined {
  return /quota exceeded[^]*\blimit: 0\b/iu.test(text) || NO_FREE_USE.test(text)
    ? { code: 'engine-no-credit', retry: 'never', details: { model, reason: 'no-free-use' } }
    : undefined;
}

/** Whether words, or the ids of limits, name a limit by the day. */
export const isPerDay = (text: string): boolean => PER_DAY.test(text);

const isTrouble = (status = 0): boolean => status >= 500 || status === 408 || status === 409;

/** A request that no waiting makes small enough: for the window of the model, or for the limit by the minute. */
function judgeSize({ status, code, text }: Refusal, model: string): Judgement | undefined {
  const limit = numberBehind(text, /\blimit:? ([\d,]+)/iu);
  const requested = numberBehind(text, /\brequested:? ~?([\d,]+)/iu);
  const isLarger = limit !== undefined && requested !== undefined && requested > limit;
  if (isLarger || (TOO_LARGE.test(text) && limit === undefined)) {
    const numbers = isLarger ? { limit, requested, reason: 'rate' } : { reason: 'rate-unsaid' };
    return { code: 'engine-context-too-long', retry: 'never', details: { model, ...numbers } };
  }
  if (status === 429) return undefined;
  if (code === 'context_length_exceeded' || status === 413 || CONTEXT.test(text)) {
    return { code: 'engine-context-too-long', retry: 'never', details: { model } };
  }
  return undefined;
}

/** What a 4xx says a person must change. */
function judgeRequest({ status, code, type, text }: Refusal, model: string): Judgement | undefined {
  if (code === 'unsupported_country_region_territory' || REGION.test(text)) {
    return { code: 'engine-region', retry: 'never' };
  }
  if (DATA_POLICY.test(text)) return { code: 'engine-data-policy', retry: 'never', details: { model } };
  if (FILTER_CODES.has(code) || FILTERED.test(text)) {
    return { code: 'engine-filtered', retry: 'never', details: { reason: code || 'flagged' } };
  }
  if ((status === 401 || status === 403) && SCOPES.test(text)) {
    return { code: 'engine-key-restricted', retry: 'never' };
  }
  // “The model does not exist, or you are unauthorized to use it”: the model is what a person chooses anew.
  if (status !== 401 && (MODEL_CODES.has(code) || MODEL_CODES.has(type) || MODEL.test(text))) {
    return { code: 'engine-model-unknown', retry: 'never', details: { model } };
  }
  return status === 401 || KEY.test(`${code} ${text}`) ? { code: 'engine-key-invalid', retry: 'never' } : undefined;
}

function numberBehind(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1]?.replaceAll(',', '');
  return digits ? Number(digits) : undefined;
}
