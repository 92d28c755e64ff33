import { AppError } from '../shared/app-error.ts';
import type { Feedback } from './feedback-service.ts';

/** POSTs feedback as JSON, without cookies. Throws `offline` or a server's trouble to be tried later; a refusal is final. */
export async function postFeedback(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  url: string,
  feedback: Feedback,
): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(feedback),
      credentials: 'omit',
      redirect: 'error',
    });
  } catch (cause) {
    throw new AppError('offline', 'later', { cause });
  }
  if (response.ok) return;
  const isFinal = response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
  throw new AppError('internal', isFinal ? 'never' : 'later', {
    details: { name: 'feedback', status: response.status },
  });
}
