/** Where the value comes from that a surface watches. */
export interface TopicSource<T = unknown> {
  read(): Promise<T>;
  /** Calls `changed` after each change until the returned function is called. */
  subscribe(changed: () => void): () => void;
}
