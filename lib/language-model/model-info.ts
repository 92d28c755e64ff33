/** What is known of a model, and what it can be told beside the prompt. */

export interface ModelInfo {
  readonly id: string;
  readonly name?: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** ISO date; a model past it is hidden. */
  readonly shutdownDate?: string;
}

/** How much a model thinks before it answers. */
export type Effort = 'none' | 'low' | 'medium' | 'high';
