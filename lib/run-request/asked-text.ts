import type { GenerationOptions } from './generation-options.ts';

type Asked = Pick<GenerationOptions, 'prompt' | 'output' | 'instructions'>;

/** The own instruction of a property; there are some where several are written together. */
export function instructionOf({ output, instructions = {} }: Asked, propertyId: string): string {
  return output?.kind === 'properties' && output.propertyIds.includes(propertyId)
    ? (instructions[propertyId] ?? '').trim()
    : '';
}

/** All instructions that are sent, one after the other. */
export function instructionsText(asked: Asked): string {
  const ids = asked.output?.kind === 'properties' ? asked.output.propertyIds : [];
  return ids
    .map((id) => instructionOf(asked, id))
    .filter((text) => text !== '')
    .join('\n');
}

/** All that a person typed for a row, prompt and instructions: its variables are what the row gives. */
export function askedText(asked: Asked): string {
  const instructions = instructionsText(asked);
  return instructions === '' ? asked.prompt : `${asked.prompt}\n${instructions}`;
}
