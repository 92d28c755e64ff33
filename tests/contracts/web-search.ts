/** What every engine's web search promises, over the forms that it was recorded in, in any chunking. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Fetch } from '../../lib/language-model/engine-exchange.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../lib/language-model/language-model.ts';

export interface Cited {
  readonly url: string;
  readonly title: string;
}

/** How one engine writes an answer: the bytes of its stream. */
export interface SearchWire {
  /** Text, then a mark for each citation where the wire has any. */
  readonly answer: (text: string, cited: readonly Cited[], searches: number) => string;
  /** The same, broken off after its first words. */
  readonly broken: (text: string) => string;
  readonly refused: string;
  /** Every search failed; the model answers all the same. */
  readonly failedSearch: (text: string) => string;
  /** False where a service says nothing until its text comes. */
  readonly tellsProgress?: false;
  /** What is asked beside, where it searches for a preview only. */
  readonly asked?: Partial<ModelRequest>;
  /** The model that is asked; absent: one of OpenAI's. */
  readonly model?: string;
  /** What the service says, with its status, where the tool is not allowed. */
  readonly notAllowed: readonly [status: number, body: unknown];
  /** The body that is sent for three searches at most. */
  readonly sends: (body: Readonly<Record<string, unknown>>) => void;
}

export function describeWebSearch(name: string, create: (fetch: Fetch) => LanguageModel, wire: SearchWire): void {
  const REQUEST: ModelRequest = {
    model: wire.model ?? 'gpt-6-luna',
    system: 'Be brief.',
    messages: [{ role: 'user', text: 'What is new?' }],
    search: { most: 3 },
    ...wire.asked,
  };
  const bodies: Record<string, unknown>[] = [];
  const answering = (answer: () => Response): LanguageModel =>
    create(async (input, init) => {
      const text = input instanceof Request ? await input.text() : String(init?.body);
      bodies.push(JSON.parse(text) as Record<string, unknown>);
      return answer();
    });
  const model = (stream: string, cuts: readonly number[] = []): LanguageModel =>
    answering(() => new Response(inPieces(stream, cuts), { headers: { 'content-type': 'text/event-stream' } }));
  const read = async (from: LanguageModel, request = REQUEST) => {
    const events: ModelEvent[] = [];
    for await (const event of from.stream(request, new AbortController().signal)) events.push(event);
    const end = events.at(-1);
    if (end?.type !== 'end') throw new Error('no end');
    const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
    return { events, end, text };
  };

  describe(`Web search of ${name}`, () => {
    it('gives the text, each page once and the searches, in whatever pieces the stream comes', async () => {
      const cited = [
        { url: 'https://a.example/x?y=1', title: 'Añb 🦉' },
        { url: 'https://b.example/', title: 'B' },
        { url: 'https://a.example/x?y=1', title: 'Añb 🦉' },
      ];
      const stream = wire.answer('Grüße 🦉 — bread & more.', cited, 2);
      const whole = await read(model(stream));
      expect(whole.end.search?.cited.map(({ url }) => url)).toEqual(['https://a.example/x?y=1', 'https://b.example/']);
      expect(whole.end.search?.count).toBe(2);
      expect(whole.end.usage.searches).toBe(2);
      expect(whole.text).toContain('Grüße 🦉 — bread & more.');
      expect(whole.text).not.toContain('utm_source');
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 12 }), async (cuts) => {
          const pieces = await read(model(stream, cuts));
          expect(pieces.text).toBe(whole.text);
          expect(pieces.end).toEqual(whole.end);
        }),
        { numRuns: 25 },
      );
    });

    it('tells of an answer that came without a search', async () => {
      const { end } = await read(model(wire.answer('From memory.', [], 0)));
      expect(end.search).toMatchObject({ count: 0, cited: [] });
      expect(end.usage.searches).toBeUndefined();
    });

    it('takes an answer whose searches failed for one without', async () => {
      const { end, text } = await read(model(wire.failedSearch('From memory.')));
      expect(text).toBe('From memory.');
      expect(end.search).toMatchObject({ count: 0, cited: [] });
    });

    it('fails an answer that breaks off', async () => {
      await expect(read(model(wire.broken('Half of')))).rejects.toMatchObject({ code: 'engine-answer-cut' });
    });

    it('fails an answer that is refused', async () => {
      await expect(read(model(wire.refused))).rejects.toMatchObject({ code: 'engine-refused', retry: 'never' });
    });

    it('says that the model cannot search where the tool is refused, and asks no second time without it', async () => {
      const before = bodies.length;
      const [status, body] = wire.notAllowed;
      await expect(read(answering(() => Response.json(body, { status })))).rejects.toMatchObject({
        code: 'engine-search-unsupported',
        retry: 'never',
      });
      expect(bodies.length - before).toBe(1);
    });

    it('shows what is looked for while nothing else comes', async () => {
      const { events } = await read(model(wire.answer('Fine.', [{ url: 'https://a.example/', title: 'A' }], 1)));
      const first = events.findIndex(({ type }) => type === 'search');
      if (wire.tellsProgress === false) return expect(first).toBe(-1);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(events.findIndex(({ type }) => type === 'text')).toBeGreaterThan(first);
      expect(events).toContainEqual({ type: 'search', query: 'new bread' });
    });

    it('sends a bound, and nothing about searching where it was not asked for', async () => {
      await read(model(wire.answer('Fine.', [], 1)));
      wire.sends(bodies.at(-1) ?? {});
      const { search: _search, ...plain } = REQUEST;
      await read(model(wire.answer('Fine.', [], 0)), plain).catch(() => undefined);
      expect(JSON.stringify(bodies.at(-1))).not.toContain('search');
    });

    it('leaves out what is no address of the web', async () => {
      const cited = [
        { url: 'javascript:alert(1)', title: 'x' },
        { url: 'not an address', title: 'y' },
      ];
      const { end } = await read(model(wire.answer('Fine.', cited, 1)));
      expect(end.search?.cited).toEqual([]);
    });
  });
}

function inPieces(text: string, cuts: readonly number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set([0, ...cuts, bytes.length])].filter((at) => at <= bytes.length).sort((a, b) => a - b);
  return new ReadableStream({
    start(controller) {
      for (const [index, at] of places.entries()) {
        const end = places[index + 1];
        if (end !== undefined) controller.enqueue(bytes.slice(at, end));
      }
      controller.close();
    },
  });
}
