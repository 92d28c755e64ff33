/** What a model is asked, the same for all three wires. */
export interface AnswerRequest {
  readonly model: string;
  readonly system: string;
  /** The last user text. */
  readonly prompt: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** JSON was asked for, with or without a schema. */
  readonly json: boolean;
  readonly maxOutputTokens?: number;
  /** Pages that a search brought. */
  readonly pages?: readonly { readonly url: string; readonly title: string }[];
}
