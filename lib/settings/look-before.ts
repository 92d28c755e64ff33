type Method = (...request: unknown[]) => unknown;

/**
 * The same object, which asks `allowed` before each call: what a person withdraws in the middle of a row ends it at the next request, not at
 * the next row. Calls named in `free` send nothing. What `allowed` throws is the call's failure; an iterable throws it at its first step.
 */
export function lookBefore<T extends object>(
  target: T,
  allowed: () => Promise<void>,
  free: readonly (keyof T & string)[],
): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      const member: unknown = Reflect.get(object, property, receiver);
      if (typeof member !== 'function' || free.some((name) => name === property)) return member;
      const method = member as Method;
      // A stream is given back at once, and read later.
      if (property === 'stream')
        return (...request: unknown[]) => readAfter(allowed, () => Reflect.apply(method, object, request));
      return async (...request: unknown[]): Promise<unknown> => {
        await allowed();
        return Reflect.apply(method, object, request);
      };
    },
  });
}

async function* readAfter(allowed: () => Promise<void>, open: () => unknown): AsyncGenerator {
  await allowed();
  yield* open() as AsyncIterable<unknown>;
}
