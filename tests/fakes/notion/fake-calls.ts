/** How a call reaches the fake Notion, or fails: planned failures, writes that land late or twice, reads that are behind. */
import type { NotionWorkspace } from '../../../lib/notion/workspace.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import type { FakeWorld } from './fake-world.ts';

export type WorkspaceMethod = keyof NotionWorkspace;

const WRITES: ReadonlySet<WorkspaceMethod> = new Set<WorkspaceMethod>([
  'appendChildren',
  'setBlockTrashed',
  'createPage',
  'updatePage',
  'createDatabase',
  'updateDataSource',
]);

/** `before`: nothing happened; `after`: it happened and the answer was lost; `late`: it happens when `landLate` is called. */
export type FailureTime = 'before' | 'after' | 'late';

export interface PlannedFailure {
  readonly method: WorkspaceMethod;
  readonly when: FailureTime;
  /** Default: a timeout, `look` for writes and `later` for reads. */
  readonly error?: AppError;
  /** How many calls fail; default 1. */
  readonly times?: number;
  /** How many calls of this method pass first; default 0. */
  readonly skip?: number;
}

/** One thing that really changed (or was read), in order. */
export interface FakeCall {
  readonly method: WorkspaceMethod;
  readonly target: string;
  readonly at: number;
}

export interface FakeHooks {
  /** How far behind (ms) this call reads; default 0. */
  behindMs?: (method: WorkspaceMethod) => number;
  /** A browser that sends a write again by itself: it happens twice, and the caller hears of the second one only. */
  sendsTwice?: (method: WorkspaceMethod, target: string) => boolean;
  /** Awaited before a call has its effect. One that never settles is a worker that was stopped there. */
  beforeEffect?: ((method: WorkspaceMethod, target: string) => void | Promise<void>) | undefined;
  /** Awaited after the effect, before the caller hears of it. */
  afterEffect?: (method: WorkspaceMethod, target: string) => void | Promise<void>;
}

export class FakeCalls {
  readonly calls: FakeCall[] = [];
  readonly effects: FakeCall[] = [];
  readonly hooks: FakeHooks = {};
  readonly #world: FakeWorld;
  readonly #late: (() => unknown)[] = [];
  #failures: (PlannedFailure & { left: number; toSkip: number })[] = [];
  #wasResent = false;

  constructor(world: FakeWorld) {
    this.#world = world;
  }

  /** What a browser can tell of the running call: its answer came over another connection than the request left on. */
  get wasResent(): boolean {
    return this.#wasResent;
  }

  failNext(failure: PlannedFailure): void {
    this.#failures.push({ ...failure, left: failure.times ?? 1, toSkip: failure.skip ?? 0 });
  }

  /** Applies the writes that failed with `when: 'late'`. */
  landLate(): number {
    const landed = this.#late.splice(0);
    for (const apply of landed) apply();
    return landed.length;
  }

  /** One call of the port. `apply` reads or changes the world, at the moment of its effect. */
  async call<T>(method: WorkspaceMethod, target: string, signal: AbortSignal | undefined, apply: () => T): Promise<T> {
    const isWrite = WRITES.has(method);
    const applied = (): T => {
      const result = apply();
      if (isWrite) this.effects.push({ method, target, at: this.#world.now() });
      return result;
    };
    if (signal?.aborted) throw new AppError('stopped', 'later');
    this.calls.push({ method, target, at: this.#world.now() });
    await this.hooks.beforeEffect?.(method, target);
    const failure = this.#takeFailure(method);
    const error = failure && (failure.error ?? new AppError('timeout', isWrite ? 'look' : 'later'));
    if (error && failure.when === 'before') throw error;
    if (error && failure.when === 'late') {
      this.#late.push(applied);
      throw error;
    }
    this.#wasResent = isWrite && (this.hooks.sendsTwice?.(method, target) ?? false);
    if (this.#wasResent) applied();
    const result = isWrite ? applied() : this.#world.readBehind(this.hooks.behindMs?.(method) ?? 0, applied);
    await this.hooks.afterEffect?.(method, target);
    if (error) throw error;
    return structuredClone(result);
  }

  #takeFailure(method: WorkspaceMethod): PlannedFailure | undefined {
    const planned = this.#failures.find((failure) => failure.method === method);
    if (!planned) return undefined;
    if (planned.toSkip > 0) {
      planned.toSkip -= 1;
      return undefined;
    }
    planned.left -= 1;
    if (planned.left === 0) this.#failures = this.#failures.filter((failure) => failure !== planned);
    return planned;
  }
}
