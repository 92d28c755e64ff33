/** A prompt in the library. Built-in ones have ids that start with `built-in:` and are not stored. */
export interface SavedPrompt {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly builtIn: boolean;
  readonly updatedAt: number;
}
