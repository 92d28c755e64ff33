import type { Failure } from '../../lib/shared/app-error.ts';
import type { TextKey } from '../i18n/translate.ts';

/** Where one code has several causes, and the cure depends on which it was: by code and `details.reason`. */
const REASONS = [
  'reason.locked.wrong-passphrase',
  'reason.import-invalid.size',
  'reason.import-invalid.host',
  'reason.import-invalid.shape',
  'reason.storage-unavailable.migration',
  'reason.storage-unavailable.corrupt',
  'reason.engine-no-credit.no-free-use',
  'reason.engine-no-credit.fewer-tokens',
  'reason.engine-quota-day.month',
  'reason.engine-unavailable.built-in-missing',
  'reason.engine-unavailable.built-in-download',
  'reason.engine-invalid-request.built-in-language',
  'reason.engine-context-too-long.rate',
  'reason.engine-context-too-long.rate-unsaid',
  'reason.engine-answer-empty.thinking',
  'reason.engine-answer-length.thinking',
  'reason.engine-answer-length.endless',
  'reason.engine-stalled.not-begun',
  'reason.engine-context-too-long.cut',
  'reason.engine-extras-invalid.header',
  'reason.engine-extras-invalid.secret',
  'reason.engine-extras-invalid.own',
  'reason.engine-extras-invalid.fields',
  'reason.engine-base-url-invalid.not-https',
  'reason.engine-base-url-invalid.credentials',
  'reason.engine-base-url-invalid.redirect',
] as const satisfies readonly TextKey[];

/** The sentence for the reason of a failure; undefined where that of its code says it all. */
export function reasonKey({ code, details }: Failure): TextKey | undefined {
  return REASONS.find((key) => key === `reason.${code}.${String(details?.['reason'])}`);
}
