import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPageRequest, buildRowRequest } from '../../../lib/prompt/build-request.ts';
import type { AnswerRequest } from '../../../sandbox/models/answer-request.ts';
import { chunkWords } from '../../../sandbox/models/answers.ts';
import { DEMO_LABEL, writeDemoAnswer } from '../../../sandbox/models/demo-writer.ts';

const NOW = Date.UTC(2026, 10, 21);
const BASE = {
  model: 'm',
  nonce: '12345678',
  today: '2026-11-21',
  outputLanguage: '',
  systemInstructions: '',
  contextCharacters: 1000,
};

const write = (prompt: string, extra: Partial<AnswerRequest> = {}): string =>
  writeDemoAnswer({ model: 'm', system: '', prompt, json: false, ...extra }, NOW);

function writeRow(prompt: string, topic: string): string {
  const { request } = buildRowRequest({ ...BASE, prompt, topic, properties: {}, output: { kind: 'text' } });
  return write(request.messages[0]?.text ?? '', { system: request.system });
}

function writePage(prompt: string, title: string, content?: string): string {
  const { request } = buildPageRequest({
    ...BASE,
    prompt,
    title,
    where: 'end',
    ...(content !== undefined && { content }),
  });
  return write(request.messages[0]?.text ?? '', { system: request.system });
}

const words = (text: string): number => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

describe('the demo writer', () => {
  it('says in its last line that no AI wrote the text', () => {
    expect(write('Write about rivers').split('\n').at(-1)).toBe(`*${DEMO_LABEL}*`);
    expect(writeRow('Explain', 'Rivers')).toMatch(/\(demo text, not AI\)$/u);
  });

  it('writes the same text for the same request', () => {
    expect(write('Write about rivers')).toBe(write('Write about rivers'));
  });

  it('writes about the topic that was asked for', () => {
    expect(write('Write an article about the history of tea')).toMatch(/^# The history of tea$/mu);
    expect(writePage('Write an article of about 600 words about {{title}}: a short opening.', 'Rivers')).toMatch(
      /^# Rivers$/mu,
    );
    expect(writeRow('Explain in two sentences', 'Photosynthesis')).toContain('Photosynthesis');
  });

  it.each([30, 50, 120, 300, 1000])('writes about %i words when they are asked for', (count) => {
    const text = write(`Write about rivers in ${count} words`).replace(`*${DEMO_LABEL}*`, '');
    expect(Math.abs(words(text) - count)).toBeLessThanOrEqual(Math.max(12, count * 0.1));
  });

  it.each([
    ['Learning is fun', '学ぶことは楽しい'],
    ['Notion is best tool', 'Notionは最高のツールです'],
    ['Social media is a boon', 'ソーシャルメディアは恩恵です'],
  ])('translates the row “%s” to Japanese', (topic, japanese) => {
    expect(writeRow('Translate to Japanese', topic)).toBe(`${japanese} (demo text, not AI)`);
  });

  it.each([
    ['German', 'Lernen macht Spaß'],
    ['Spanish', 'Aprender es divertido'],
    ['French', 'Apprendre est amusant'],
  ])('translates to %s', (language, text) => {
    expect(write(`Translate "Learning is fun" to ${language}`)).toContain(text);
  });

  it('leaves words that it does not know as they are', () => {
    expect(writeRow('Translate to German', 'Zyxel music')).toBe('Zyxel Musik (demo text, not AI)');
  });

  it('summarises by the first sentences of the page', () => {
    const page = '# Rivers\n\nThey flow. They carry sand. They end in the sea. They are old.';
    expect(writePage('Summarise the following in 2 sentences', 'Rivers', page)).toContain('Rivers. They flow.');
    expect(writePage('Summarise the following in 2 sentences', 'Rivers', page)).not.toContain('They are old');
  });

  it('makes the forms that are asked for', () => {
    expect(write('Make a table about rivers')).toMatch(/^\| No\. \| Point \| State \|$/mu);
    expect(write('Make a to-do list about rivers')).toMatch(/^- \[ \] /mu);
    expect(write('Give 4 bullet points about rivers').match(/^- /gmu)).toHaveLength(4);
    expect(write('Write python code about rivers')).toContain('```python');
    expect(write('Make an outline about rivers').match(/^## /gmu)).toHaveLength(5);
  });

  it('answers in JSON that fits the schema', () => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'],
      properties: {
        p0: { type: ['string', 'null'], description: 'Content' },
        p1: { type: ['string', 'null'], enum: ['Low', 'High', null], description: 'Priority' },
        p2: { type: 'array', items: { type: 'string', enum: ['fun', 'work', 'sea'] } },
        p3: { type: ['number', 'null'], description: 'Count' },
        p4: { type: 'boolean' },
        p5: {
          anyOf: [
            { type: 'object', properties: { start: { type: 'string' }, end: { type: ['string', 'null'] } } },
            { type: 'null' },
          ],
        },
        p6: { type: ['string', 'null'], description: 'Website (url)' },
      },
    };
    const answer = JSON.parse(write('Tag it: high and fun', { json: true, schema })) as Record<string, unknown>;
    expect(answer).toEqual({
      p0: expect.stringContaining('demo text, not AI'),
      p1: 'High',
      p2: ['fun'],
      p3: 42,
      p4: true,
      p5: { start: '2026-11-21', end: null },
      p6: 'https://example.com/demo',
    });
  });

  it('never fails, whatever the prompt is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.boolean(), (prompt, json) => {
        expect(write(prompt, { json })).not.toBe('');
      }),
    );
  });
});

describe('chunks of words', () => {
  it('give the text again when they are joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => chunkWords(text).join('') === text),
    );
  });
});
