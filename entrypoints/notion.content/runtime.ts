import type { DiagnoseRequest, InPageDiagnosis } from '../../lib/in-page/diagnosis.ts';
import type { SelectionBlock, SelectionBlockRequest } from '../../lib/in-page/selection-block.ts';
import type { ContentMessage } from '../../lib/messaging/protocol.ts';

/** The few functions used here, without a polyfill: it would be the largest part of this script. */
interface RuntimeLike {
  readonly id?: string;
  sendMessage(message: ContentMessage): Promise<unknown>;
  readonly onMessage: {
    addListener(listener: RuntimeListener): void;
    removeListener(listener: RuntimeListener): void;
  };
}
type RuntimeListener = (
  message: unknown,
  sender: { id?: string },
  answer: (value: InPageDiagnosis | SelectionBlock) => void,
) => void;

/** What our own background may ask. */
interface Answers {
  readonly diagnose: () => InPageDiagnosis;
  readonly selectedBlock: () => SelectionBlock;
}

export interface Runtime {
  /** False once the extension was removed or reloaded: this copy of the script is left over. */
  isAlive(): boolean;
  openPanel(pageId: string): Promise<void>;
}

const findRuntime = (): RuntimeLike | undefined => {
  const scope = globalThis as { browser?: { runtime?: RuntimeLike }; chrome?: { runtime?: RuntimeLike } };
  return (scope.browser ?? scope.chrome)?.runtime;
};

export function createRuntime(answers: Answers, signal: AbortSignal): Runtime {
  const runtime = findRuntime();
  const listener: RuntimeListener = (message, sender, answer) => {
    if (sender.id !== runtime?.id) return;
    const { type } = (message ?? {}) as Partial<DiagnoseRequest | SelectionBlockRequest>;
    if (type === 'diagnose') answer(answers.diagnose());
    else if (type === 'selection-block') answer(answers.selectedBlock());
  };
  const isAlive = (): boolean => {
    try {
      return findRuntime()?.id !== undefined;
    } catch {
      return false; // Firefox: the extension's objects are dead
    }
  };
  runtime?.onMessage.addListener(listener);
  signal.addEventListener('abort', () => {
    if (isAlive()) runtime?.onMessage.removeListener(listener);
  });
  return {
    isAlive,
    openPanel: async (pageId) => {
      // Whatever the answer: the background says what went wrong in our own interface, never in Notion's page.
      await runtime?.sendMessage({ type: 'open-panel', pageId });
    },
  };
}
