/** The model that a browser brings along, as a page of ours sees it: whether it is there, and how it is fetched. */

/** `downloadable`: the browser has one, and it is not on this device yet. */
export type BuiltInState = 'unavailable' | 'downloadable' | 'downloading' | 'available';

export interface BuiltInModel {
  /** Never rejects: a browser without one has it `unavailable`. */
  state(): Promise<BuiltInState>;
  /**
   * Fetches it; call it first thing in a click, before any await. `onProgress`: from 0 to 1.
   * @throws AppError `engine-unavailable`, `stopped`
   */
  download(onProgress: (part: number) => void, signal: AbortSignal): Promise<void>;
}
