import { AppError } from '../../shared/app-error.ts';

interface Abortable {
  readonly done: Promise<void>;
  abort(): void;
}

/** Ends the transaction with nothing stored. */
export function abort(transaction: Abortable): never {
  discard(transaction);
  throw new AppError('not-found', 'never');
}

export function applyOrAbort<T>(transaction: Abortable, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    discard(transaction);
    throw error;
  }
}

function discard(transaction: Abortable): void {
  // The abort we ask for rejects `done`; the error that matters is thrown by the caller.
  transaction.done.catch(() => undefined);
  transaction.abort();
}
