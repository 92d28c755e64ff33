/**
 * A value that is made when it is first asked for, and kept. For what is costly to make at the start of the worker, which begins
 * anew many times a day, and is not needed by most of its starts.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
