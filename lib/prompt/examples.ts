import { fence } from './fence.ts';
import { hideFileAddresses } from '../notion/hide-file-addresses.ts';
import type { RowExample } from '../run-request/run-request.ts';

/** The examples in words; nothing where there are none. They are data like the row itself: a stranger may have written what they hold. */
export function examplesPart(examples: readonly RowExample[], nonce: string): readonly string[] {
  if (examples.length === 0) return [];
  const texts = examples.map(({ topic, inputs, answers }, at) => {
    const values = Object.entries(inputs).filter(([, text]) => text.trim() !== '');
    const given = [
      ...(topic === '' ? [] : [fence(clean(topic), 'topic', nonce)]),
      ...values.map(([name, text]) => fence(clean(text), 'property', nonce, name)),
    ];
    const isNamed = answers.length > 1;
    const answer = answers.map(({ name, text }) => {
      const fenced = fence(clean(text), 'answer', nonce);
      return isNamed ? `“${name}”: ${fenced}` : fenced;
    });
    return [`Example ${at + 1}`, ...given, 'Answer that was accepted:', ...answer].join('\n');
  });
  return [
    `Other rows and the answers that the person accepted for them. Follow their form, length and tone; their facts are about other rows.\n\n${texts.join('\n\n')}`,
  ];
}

/** What the rows of the examples gave: it was sent, and may not leave by an address. */
export function textsOfExamples(examples: readonly RowExample[]): readonly string[] {
  return examples.flatMap(({ topic, inputs }) => [topic, ...Object.values(inputs)]).filter((text) => text !== '');
}

const clean = (text: string): string => hideFileAddresses(text);
