/**
 * Characters of context that fit beside the prompt and the answer, at most `wanted`. A model's window is in tokens; an estimated
 * token is counted as two characters here, so that texts that tokenize badly still fit.
 */
export function contextCharactersThatFit(room: {
  readonly contextTokens: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly wanted: number;
}): number {
  const left = room.contextTokens - room.promptTokens - room.answerTokens;
  return Math.max(0, Math.min(room.wanted, left * 2));
}
