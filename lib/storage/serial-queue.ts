/** Runs tasks one after the other, in the order they came; a failed one does not stop the next. */
export function createSerialQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = tail.then(task, task);
    // The caller has the failure; here it only marks the end of the task.
    tail = result.catch(() => undefined);
    return result;
  };
}
