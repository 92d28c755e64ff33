import { toDashedId } from '../notion/page-id.ts';

/** Asked of the content script by our own background, with `tabs.sendMessage`, after a person's click on selected text. */
export interface SelectionBlockRequest {
  readonly type: 'selection-block';
}

/** Which block the present selection ends in; nothing of what it says. */
export interface SelectionBlock {
  readonly blockId?: string;
}

/** What came back from Notion's page: a whole id, or nothing. */
export function readSelectionBlock(answer: unknown): string | undefined {
  const id = (answer as SelectionBlock | null | undefined)?.blockId;
  return typeof id === 'string' ? toDashedId(id) : undefined;
}
