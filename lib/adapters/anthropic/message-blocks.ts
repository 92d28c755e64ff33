/** The blocks of a streamed message, put together as the API wants them back: https://docs.anthropic.com/en/api/messages */
import { isRecord } from '../openai/completion-parts.ts';

export type Block = Record<string, unknown>;

/** The list in a block to which each piece of a kind is added, or the text that it goes on. */
const TEXTS: Readonly<Record<string, string>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'signature',
};

export class MessageBlocks {
  readonly #blocks = new Map<unknown, Block>();
  /** A tool's input comes as pieces of JSON. */
  readonly #inputs = new Map<unknown, string>();

  get all(): readonly Block[] {
    // An empty text is refused when it is sent back.
    return [...this.#blocks.values()].filter(({ type, text }) => type !== 'text' || text !== '');
  }

  /** Adds what an event holds; gives the block that it is about. */
  take({ type, index, content_block: begun, delta }: Readonly<Record<string, unknown>>): Block | undefined {
    if (type === 'content_block_start' && isRecord(begun)) this.#blocks.set(index, { ...begun });
    const block = this.#blocks.get(index);
    if (!block) return undefined;
    if (type === 'content_block_delta' && isRecord(delta)) this.#add(index, block, delta);
    if (type === 'content_block_stop') this.#close(index, block);
    return block;
  }

  #add(index: unknown, block: Block, delta: Readonly<Record<string, unknown>>): void {
    const name = TEXTS[String(delta['type'])];
    const piece = name === undefined ? undefined : delta[name];
    if (name !== undefined && typeof piece === 'string')
      block[name] = (typeof block[name] === 'string' ? block[name] : '') + piece;
    if (delta['type'] === 'citations_delta') {
      const before: unknown = block['citations'];
      block['citations'] = [...(Array.isArray(before) ? (before as unknown[]) : []), delta['citation']];
    }
    if (delta['type'] === 'input_json_delta' && typeof delta['partial_json'] === 'string')
      this.#inputs.set(index, (this.#inputs.get(index) ?? '') + delta['partial_json']);
  }

  #close(index: unknown, block: Block): void {
    const json = this.#inputs.get(index) ?? '';
    if (json === '') return;
    try {
      block['input'] = JSON.parse(json) as unknown;
    } catch {
      // The query stays unknown; the search itself was made by the engine.
    }
  }
}
