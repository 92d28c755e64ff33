/** What is known so far of writing one body (a page, a selection's answer, or a row's page). Stored after every step. */
import type { UsedContext } from '../../context/context-source.ts';
import type { NotionBlock } from '../../markdown/block-types.ts';
import type { DeferredAppend } from '../../markdown/plan-appends.ts';
import type { Usage } from '../../language-model/language-model.ts';
import type { WebSearch } from '../../language-model/web-source.ts';
import type { PrintTree } from './print-tree.ts';

/** A top-level block of ours on the page. */
export interface WrittenBlock {
  readonly id: string;
  /** Hash of the block with everything below it, as it was sent. */
  readonly hash: string;
  /** Fingerprint of the block itself, to see whether a person edited it. */
  readonly print: string;
  /** What stands below it, or will: anything else there is a person's. Absent where it was not kept. */
  readonly below?: PrintTree;
  /** Its answer came late or never, or the browser may have sent it twice: a copy that was made until then (epoch ms by Notion's clock) may be ours. */
  readonly unsure?: number;
  /** It is on its way to the trash, and it is not known whether it arrived: it must go. `true`: stored by an earlier version. */
  readonly leaving?: SentToTrash | true;
}

/** A request that moves a block of ours to the trash, stored before it leaves. */
export interface SentToTrash {
  /** Epoch ms by Notion's clock. */
  readonly sentAt: number;
  /** A person had changed the block when it was looked at afterwards: should it have gone, it comes back. */
  readonly edited?: true;
}

/** A text of Visen's on a page, by one run or by several. */
export interface OwnText {
  readonly blocks: readonly WrittenBlock[];
}

/** An append that was sent, or is about to be: stored before it goes out. */
export interface AppendIntent {
  readonly parentId: string;
  /** The child our blocks go behind; absent: at the start, or at the end of a parent that had no child. */
  readonly afterId?: string;
  /** The child that stood behind that place: our blocks are before it. */
  readonly beforeId?: string;
  readonly prints: readonly string[];
  readonly hashes: readonly string[];
  /** What is to stand below each of them in the end. */
  readonly below?: readonly PrintTree[];
  /** What has to go below these blocks afterwards; absent for an append that is itself deferred. */
  readonly deferred: readonly DeferredAppend[];
  /** Set for a deferred append: it is the first of `WriteState.deferred`. */
  readonly isDeferred: boolean;
  /** Epoch ms by Notion's clock. */
  readonly sentAt: number;
}

/** Blocks of ours that went below one of ours in a request of their own. */
export interface NestedBlocks {
  readonly parentId: string;
  /** The last child that stood there before. */
  readonly afterId?: string;
  readonly blocks: readonly Pick<WrittenBlock, 'id' | 'print' | 'unsure'>[];
}

/** A deferred append with the id of the block its path starts below. */
export interface PendingChild {
  readonly rootId: string;
  readonly path: readonly number[];
  readonly blocks: readonly NotionBlock[];
  /** Nothing of ours stands below that block yet. */
  readonly isFirst?: true;
  /** The last block that went to the same place: these go behind it. */
  readonly after?: { readonly parentId: string; readonly id: string };
}

export interface WriteState {
  readonly written: readonly WrittenBlock[];
  readonly intent?: AppendIntent;
  readonly deferred: readonly PendingChild[];
  readonly nested?: readonly NestedBlocks[];
  /** When the last append was answered, or found (epoch ms by Notion's clock). */
  readonly lastSeenAt?: number;
}

/** Where the text goes: found out once, before anything is written. */
export interface Place {
  readonly parentId: string;
  /** `end`: after all there is; `start`: before all; `after`: behind `afterId`. */
  readonly kind: 'end' | 'start' | 'after';
  readonly afterId?: string;
  readonly beforeId?: string;
  /** Replace: the top-level blocks to be put in the trash once the new text stands. */
  readonly toRemove: readonly string[];
  /** What is replaced is an earlier text of Visen's: it goes only as long as no person changed it. Absent: it goes as it is. */
  readonly own?: OwnText;
  /** The block that the text was to go behind was not found: it goes to the end. */
  readonly missed?: true;
}

export interface Answer {
  readonly text: string;
  /** The model said it was done: never asked for again. */
  readonly final: boolean;
  readonly finish?: 'stop' | 'length';
  /** The answer had no end, and Visen cut it. */
  readonly cut?: 'size' | 'time';
  readonly usage?: Usage;
  readonly model?: string;
  /** What the model was sent, as `sentText` tells it. */
  readonly sent?: string;
  /** What it was given of the run's context. */
  readonly usedContext?: readonly UsedContext[];
  /** What the engine looked up. */
  readonly search?: WebSearch;
}

export interface BodyCheckpoint {
  readonly version: 1;
  readonly place?: Place;
  /** Page content given as context, kept so that a second try sends the same. */
  readonly context?: string;
  readonly answer?: Answer;
  readonly write: WriteState;
  /** Ids of `place.toRemove` that are in the trash by us. */
  readonly removed: readonly string[];
  /** The next of `place.toRemove`, stored before its request leaves (epoch ms by Notion's clock). */
  readonly removing?: SentToTrash & { readonly id: string };
  /** When the last request left that moved something to the trash and was never answered (epoch ms by Notion's clock): it may still land. */
  readonly lostAt?: number;
  /** Undo went through this body. */
  readonly undone?: true;
}

export const NEW_BODY: BodyCheckpoint = { version: 1, write: { written: [], deferred: [] }, removed: [] };

/** A stored checkpoint, or a new one. What another version wrote is not guessed at: it starts anew only if nothing was written. */
export function parseBodyCheckpoint(value: unknown): BodyCheckpoint {
  if (value === undefined || value === null) return NEW_BODY;
  const candidate = value as Partial<BodyCheckpoint>;
  if (candidate.version === 1 && candidate.write && Array.isArray(candidate.write.written)) {
    return candidate as BodyCheckpoint;
  }
  throw new TypeError('a checkpoint of an unknown version');
}

/** Whether the page may hold, or lack, something because of this body: also when an append was sent and nobody heard of it. */
export function hasWrittenBody({ write, removed, removing }: BodyCheckpoint): boolean {
  return write.written.length + removed.length > 0 || write.intent !== undefined || removing !== undefined;
}
