/** What is known so far of writing one body (a page, a selection's answer, or a row's page). Stored after every step. */
import type { NotionBlock } from '../../markdown/block-types.ts';
import type { DeferredAppend } from '../../markdown/plan-appends.ts';
import type { Usage } from '../../language-model/language-model.ts';

/** A top-level block of ours on the page. */
export interface WrittenBlock {
  readonly id: string;
  /** Hash of the block with everything below it, as it was sent. */
  readonly hash: string;
  /** Fingerprint of the block itself, to see whether a person edited it. */
  readonly print: string;
}

/** A text of Visen's on a page, by one run or by several. */
export interface OwnText {
  readonly blocks: readonly OwnBlock[];
}

export interface OwnBlock extends WrittenBlock {
  /** Nothing of it was written after this time (epoch ms): what is younger is a person's. */
  readonly writtenBefore: number;
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
  /** What has to go below these blocks afterwards; absent for an append that is itself deferred. */
  readonly deferred: readonly DeferredAppend[];
  /** Set for a deferred append: it is the first of `WriteState.deferred`. */
  readonly isDeferred: boolean;
  /** Epoch ms. */
  readonly sentAt: number;
}

/** A deferred append with the id of the block its path starts below. */
export interface PendingChild {
  readonly rootId: string;
  readonly path: readonly number[];
  readonly blocks: readonly NotionBlock[];
}

export interface WriteState {
  readonly written: readonly WrittenBlock[];
  readonly intent?: AppendIntent;
  readonly deferred: readonly PendingChild[];
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
  readonly usage?: Usage;
  readonly model?: string;
  /** What the model was sent, as `sentText` tells it. */
  readonly sent?: string;
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
export function hasWrittenBody({ write, removed }: BodyCheckpoint): boolean {
  return write.written.length + removed.length > 0 || write.intent !== undefined;
}
