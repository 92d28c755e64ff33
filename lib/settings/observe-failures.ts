/** The same object, whose failed calls are also told to `onFailure`; they still fail for the caller. */
export function observeFailures<T extends object>(target: T, onFailure: (error: unknown) => void): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      const member: unknown = Reflect.get(object, property, receiver);
      if (typeof member !== 'function') return member;
      return (...request: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, object, request);
        if (answer instanceof Promise) answer.catch(onFailure);
        return answer;
      };
    },
  });
}
