/**
 * For a command that writes more than once. Until its first write a refusal goes out as it is: nothing is there, and whoever asked
 * may ask again. After it, the command waits here and goes on, so that it is never sent anew over what it has made.
 */
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';

type MethodName = keyof NotionWorkspace;

const WRITES: ReadonlySet<MethodName> = new Set<MethodName>([
  'createPage',
  'createDatabase',
  'updatePage',
  'updateDataSource',
  'appendChildren',
  'setBlockTrashed',
]);
const PAUSE_MS = 1_000;
/** A window lasts a minute; who waits for more than a few has something else in the way. */
const MOST_TRIES = 5;

/**
 * The same workspace for the length of one command.
 * @throws AppError as the workspace does; once something is written never with retry `wait`
 */
export function finishWhatIsBegun(workspace: NotionWorkspace, clock: Clock): NotionWorkspace {
  let isBegun = false;
  const attempt = async (name: MethodName, send: () => Promise<unknown>): Promise<unknown> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await send();
        if (WRITES.has(name)) isBegun = true;
        return answer;
      } catch (error) {
        if (!isBegun || !(error instanceof AppError)) throw error;
        const at = nextAt(error, name, tries, clock.now());
        if (at === undefined) throw settled(error);
        await clock.sleep(at - clock.now());
      }
    }
  };
  return new Proxy(workspace, {
    get(target, name: MethodName, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...request: unknown[]) => attempt(name, () => Reflect.apply(member, target, request) as Promise<unknown>);
    },
  });
}

/** A write whose outcome is not known (`look`) is for the person; what surely had no effect is repeated. */
function nextAt(error: AppError, name: MethodName, tries: number, now: number): number | undefined {
  if (tries >= MOST_TRIES) return undefined;
  if (error.retry === 'wait') return Math.max(error.retryAt ?? 0, now + PAUSE_MS);
  return error.retry === 'later' && !WRITES.has(name) ? now + PAUSE_MS * 2 ** tries : undefined;
}

function settled(error: AppError): AppError {
  if (error.retry !== 'wait' && error.retry !== 'later') return error;
  return new AppError(error.code, 'look', { details: error.details, retryAt: error.retryAt, cause: error });
}
