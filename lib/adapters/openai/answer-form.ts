/** Whether an answer is an event stream, JSON or a web page: by how it begins, since servers label JSON as text and streams as JSON. */
export type AnswerForm = 'events' | 'json' | 'html' | 'nothing';

/** The form, and the same response to be read from its beginning. */
export async function formOfAnswer(response: Response): Promise<{ form: AnswerForm; response: Response }> {
  if (!response.body) return { form: 'nothing', response };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const read: Uint8Array[] = [];
  let start = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    read.push(value);
    start += decoder.decode(value, { stream: true });
    if (start.trimStart() !== '') break;
  }
  const { status, headers } = response;
  return { form: formOf(start.trimStart()), response: new Response(replay(read, reader), { status, headers }) };
}

function formOf(start: string): AnswerForm {
  if (start === '') return 'nothing';
  if (start.startsWith('<')) return 'html';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'events';
}

function replay(
  read: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const first = [...read];
  return new ReadableStream({
    pull: async (controller) => {
      const value = first.shift() ?? (await reader.read()).value;
      if (value) controller.enqueue(value as Uint8Array<ArrayBuffer>);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
