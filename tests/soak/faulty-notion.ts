/** Notion with trouble on the way to it: requests and answers that are lost, late, doubled, slow, refused for a while, or behind. */
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import type { FakeNotionWorkspace, WorkspaceMethod } from '../fakes/fake-notion-workspace.ts';
import type { ManualClock } from '../fakes/manual-clock.ts';
import type { Plan, Trouble } from './plan.ts';
import type { Random } from './random.ts';

const WRITES: ReadonlySet<string> = new Set<WorkspaceMethod>(['appendChildren', 'setBlockTrashed', 'updatePage']);
const never = () => new Promise<never>(() => undefined);
/** Notion gives up on a request by then: nothing lands later. */
const LATEST_LANDING_MS = 58_000;

export interface Traffic {
  /** Trouble is made only while this is set. */
  isRough: boolean;
  /** Writes that were begun. */
  writes: number;
}

/** The workspace as one worker sees it. A request that was sent may land although its worker is gone. */
export function throughTrouble(
  notion: FakeNotionWorkspace,
  worker: { readonly isAlive: boolean },
  { plan, random, time, deviceNow, traffic }: Trouble_,
): NotionWorkspace {
  const meets = (trouble: Trouble) => traffic.isRough && plan.troubles.has(trouble) && random.chance(plan.rate);
  const send = async (method: WorkspaceMethod, args: unknown[]): Promise<unknown> => {
    if (!worker.isAlive) return never();
    const isWrite = WRITES.has(method);
    if (isWrite) traffic.writes += 1;
    const call = () => (notion[method] as (...given: unknown[]) => Promise<unknown>)(...args);
    const lost = () =>
      new AppError(random.pick(['timeout', 'notion-unavailable', 'offline'] as const), isWrite ? 'look' : 'later');
    if (meets('limit')) {
      const retryAt = deviceNow() + random.int(1, 40) * 1000;
      throw new AppError('notion-rate-limited', 'wait', { retryAt });
    }
    await time.sleep(meets('slow') ? random.int(1_000, 20_000) : random.int(50, 300));
    if (!worker.isAlive && random.chance(0.3)) return never();
    if (meets('lost-before')) throw lost();
    if (isWrite && meets('late')) {
      void time
        .sleep(random.int(1_000, LATEST_LANDING_MS))
        .then(call)
        .catch(() => undefined);
      if (!worker.isAlive) return never();
      throw lost();
    }
    const isSentTwice = isWrite && meets('twice');
    // With a personal token a copy that came quickly cannot be told from a person's own.
    if (isSentTwice && plan.personalToken) await time.sleep(8_000);
    notion.hooks.sendsTwice = () => isSentTwice;
    notion.hooks.behindMs = () => (meets('behind') ? random.int(500, 5_000) : 0);
    const isAnswerLost = meets('lost-after');
    const answer = await call();
    if (!worker.isAlive) return never();
    if (isAnswerLost) throw lost();
    await time.sleep(random.int(20, 200));
    return worker.isAlive ? answer : never();
  };
  return new Proxy(notion, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (key === 'serverNow' || typeof member !== 'function') return member;
      return (...args: unknown[]) => send(key as WorkspaceMethod, args);
    },
  });
}

interface Trouble_ {
  readonly plan: Plan;
  readonly random: Random;
  /** True time. */
  readonly time: ManualClock;
  readonly deviceNow: () => number;
  readonly traffic: Traffic;
}
