import { AppError } from '../../shared/app-error.ts';

/**
 * Rewrites server-sent events into the one form that @google/generative-ai 0.24.1 reads: `data: {json}` and a blank line. Its
 * parser gives up the whole stream at a comment, an `event:` line, `data:` without a space, or U+2028 inside the JSON.
 * An error that Google writes behind the events without `data:`, and objects in a list, become events too. `onUnreadable` hears of data that is no JSON, before the stream fails.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function createEventNormaliser(
  onUnreadable: (error: AppError) => void,
): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let pending = '';
  let data: string[] = [];
  /** Lines that are no field of an event: of an error in the middle of a stream. */
  let stray: string[] = [];

  const dispatch = (controller: TransformStreamDefaultController<Uint8Array>): void => {
    const joined = data.join('\n').trim();
    data = [];
    if (joined === '' || joined === '[DONE]') return;
    for (const json of oneLineObjects(joined)) controller.enqueue(encoder.encode(`data: ${json}\r\n\r\n`));
  };
  const take = (text: string, controller: TransformStreamDefaultController<Uint8Array>): void => {
    pending += text;
    // A carriage return at the end may be the first half of a line end.
    const lines = pending.split(/\r\n|\n|\r(?!$)/u);
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') dispatch(controller);
      else if (line.startsWith('data:')) data.push(line.slice(5));
      else if (!/^(?:event|id|retry)?:/u.test(line)) stray.push(line);
    }
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      const failure = new AppError('engine-bad-response', 'later', { message: 'unreadable event', cause: error });
      onUnreadable(failure);
      throw failure;
    }
  };

  return new TransformStream({
    transform: (bytes, controller) => guarded(() => take(decoder.decode(bytes, { stream: true }), controller)),
    // The last event may lack its blank line. A cut one is dropped: the missing finish reason tells that the answer was cut.
    flush: (controller) => {
      take(`${decoder.decode()}\n`, controller);
      if (data.length > 0 && isJson(data.join('\n'))) dispatch(controller);
      if (stray.length === 0 || !isJson(stray.join('\n'))) return;
      data = stray;
      stray = [];
      dispatch(controller);
    },
  });
}

/** The object, or those of a list, each on a line. */
function oneLineObjects(json: string): string[] {
  const value: unknown = JSON.parse(json);
  return (Array.isArray(value) ? value : [value]).map((one) =>
    JSON.stringify(one)
      .replace(/\u2028/gu, '\\u2028')
      .replace(/\u2029/gu, '\\u2029'),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
