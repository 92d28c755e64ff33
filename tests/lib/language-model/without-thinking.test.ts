import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../../lib/language-model/language-model.ts';
import { withoutThinking } from '../../../lib/language-model/without-thinking.ts';

type End = Extract<ModelEvent, { type: 'end' }>;
const end = (finish: End['finish']): End =>
  ({ type: 'end', finish, model: 'm', usage: { inputTokens: 1, outputTokens: 1 } }) as End;

async function texts(pieces: readonly string[], finish: End['finish'] = 'stop'): Promise<string[]> {
  async function* events(): AsyncGenerator<ModelEvent> {
    for (const text of pieces) yield { type: 'text', text };
    yield end(finish);
  }
  const found: string[] = [];
  for await (const event of withoutThinking(events())) if (event.type === 'text') found.push(event.text);
  return found;
}

const letters = (text: string): string[] => [...text];

describe('an answer of a server that does not take thoughts out', () => {
  it('comes piece by piece when it does not begin like thoughts', async () => {
    expect(await texts(['Rivers', ' flow', '.'])).toEqual(['Rivers', ' flow', '.']);
    expect(await texts(['{"p0":', '"A"}'])).toEqual(['{"p0":', '"A"}']);
    expect(await texts(['Therefore', ' it'])).toEqual(['Therefore', ' it']);
  });

  it.each([
    ['marks', '<think>\nThe user wants bread.\n</think>\n\nFresh bread.'],
    ['a mark with attributes', '<thinking time="3">Bread.</thinking>Fresh bread.'],
    ['a lone end mark', 'Okay, the user wants a slogan.\n</think>\n\nFresh bread.'],
    ['harmony', '<|channel|>analysis<|message|>Bread.<|end|><|start|>assistant<|channel|>final<|message|>Fresh bread.'],
  ])('loses its thoughts with %s, however it is cut', async (_name, answer) => {
    expect((await texts([answer])).join('').trim()).toBe('Fresh bread.');
    expect((await texts(letters(answer))).join('').trim()).toBe('Fresh bread.');
  });

  it('is whole when it only begins like thoughts', async () => {
    expect((await texts(letters('Okay, the user wants bread.\n\nSo be it.'))).join('')).toBe(
      'Okay, the user wants bread.\n\nSo be it.',
    );
  });

  it('keeps a tag around it until both halves can be taken off', async () => {
    expect((await texts(letters('<answer>Fresh bread.</answer>'))).join('')).toBe('<answer>Fresh bread.</answer>');
  });

  it('is an error when nothing but thoughts came', async () => {
    const thinking = { details: { reason: 'thinking' } };
    await expect(texts(['<think>Bread'], 'length')).rejects.toMatchObject({
      code: 'engine-answer-length',
      ...thinking,
    });
    await expect(texts(['<think>Bread</think>\n'])).rejects.toMatchObject({
      code: 'engine-answer-empty',
      retry: 'never',
      ...thinking,
    });
    await expect(texts([' \n'])).rejects.toMatchObject({ code: 'engine-answer-empty', retry: 'later', details: {} });
  });
});
