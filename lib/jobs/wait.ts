import type { WaitReason } from '../shared/error-rules.ts';

/** Why a run waits, and until when (epoch ms; absent: until a person or the network acts). */
export interface Wait {
  readonly reason: WaitReason | 'backoff' | 'decision'; // “3 answers wait for your decision”: shown of a trial, never stored
  readonly until?: number;
  /** Answers that wait (`decision`). */
  readonly count?: number;
}
