import { AppError, type ErrorCode, type ErrorDetails, type Retry } from '../../shared/app-error.ts';

/** By the name of the DOMException. https://webmachinelearning.github.io/prompt-api/ and https://webmachinelearning.github.io/writing-assistance-apis/ */
const NAMES: Readonly<Record<string, readonly [ErrorCode, Retry, ErrorDetails?]>> = {
  AbortError: ['stopped', 'never'],
  NotSupportedError: ['engine-invalid-request', 'never', { reason: 'built-in-language' }],
  NotReadableError: ['engine-filtered', 'never'],
  NotAllowedError: ['engine-unavailable', 'never', { reason: 'built-in-missing' }],
  InvalidStateError: ['engine-unavailable', 'later'],
  NetworkError: ['engine-unavailable', 'never', { reason: 'built-in-download' }],
  OperationError: ['engine-unavailable', 'later'],
  UnknownError: ['engine-unavailable', 'later'],
};

/** What went wrong with the browser's own model. Its messages are not kept: they may quote the prompt. */
export function mapPromptError(error: unknown): AppError {
  const { name, requested, quota } = readFields(error);
  if (name === 'QuotaExceededError') {
    return new AppError('engine-context-too-long', 'never', {
      details: {
        model: 'Gemini Nano',
        ...(requested !== undefined && { requested }),
        ...(quota !== undefined && { limit: quota }),
      },
    });
  }
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  const [code, retry, details] = known ?? (['engine-unavailable', 'later'] as const);
  return new AppError(code, retry, { message: name, ...(details && { details }) });
}

function readFields(error: unknown): { name: string; requested?: number; quota?: number } {
  if (typeof error !== 'object' || error === null) return { name: '' };
  const { name, requested, quota } = error as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : '',
    ...(typeof requested === 'number' && { requested }),
    ...(typeof quota === 'number' && { quota }),
  };
}
