import type { Failure } from '../shared/app-error.ts';

/** The mirror's standing, for Settings and Connections. */
export interface MirrorView {
  readonly state: 'none' | 'ok' | 'behind' | 'failed';
  readonly url?: string;
  readonly pending: number;
  readonly failure?: Failure;
  /** Columns that a pasted database lacks. */
  readonly missingColumns?: readonly string[];
  /** Removed here of late because their rows were deleted in Notion; `connections.restore` takes that back. */
  readonly removedInNotion?: readonly { readonly id: string; readonly name: string }[];
  /** Connections whose prompt came from Notion and waits for the person's word; `before`: what stood here (`at`: epoch ms). */
  readonly changedPrompts?: readonly { readonly connectionId: string; readonly before: string; readonly at: number }[];
}
