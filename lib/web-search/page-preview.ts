import type { EngineId } from '../language-model/engines.ts';
import type { WebSource } from '../language-model/web-source.ts';

/** A page's text that was made to be looked at, and is stored nowhere. */
export interface PagePreview {
  /** Markdown, with the names of its sources at the end where they are wanted. */
  readonly text: string;
  /** Pages that the text is based on, as the engine links to them. */
  readonly sources: readonly WebSource[];
  /** The engine's own HTML: shown with the text, unchanged, and never kept. */
  readonly suggestions?: string;
  readonly queries: readonly string[];
  readonly engine: EngineId;
  readonly model: string;
}
