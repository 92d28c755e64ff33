/**
 * NotionWorkspace in memory, for tests of the core. It keeps what matters to durable writing: order, positions, trash, one request's
 * limits, minute-rounded times, writes that are applied although the answer is lost, and a person who edits meanwhile.
 * It passes tests/contracts/notion-workspace like the real adapter. Times come from `now`. Its parts are in notion/.
 */
import { FakeCalls, type PlannedFailure } from './notion/fake-calls.ts';
import { createPerson } from './notion/fake-person.ts';
import { createPort } from './notion/fake-port.ts';
import { createLooks, createSetUp } from './notion/fake-set-up.ts';
import { FakeWorld, type FakeOptions } from './notion/fake-world.ts';

export type { FakeHooks, WorkspaceMethod } from './notion/fake-calls.ts';
export type { CursorKind, FakeOptions } from './notion/fake-world.ts';

export type FakeNotionWorkspace = ReturnType<typeof createFakeNotionWorkspace>;

export function createFakeNotionWorkspace(options: FakeOptions = {}) {
  const world = new FakeWorld(options);
  const log = new FakeCalls(world);
  const { hooks, calls, effects } = log;
  let resends = 0;
  const takesTwice = () => resends > 0 && resends-- > 0;
  return {
    ...createPort(world, log, options, takesTwice),
    ...createSetUp(world),
    ...createLooks(world),
    person: createPerson(world),
    /** Set `beforeEffect` and `afterEffect` here at any time. */
    hooks,
    /** Every call, also those that failed. */
    calls,
    /** Every change that really happened, in order. */
    effects,

    /** Nothing of the past is kept; with `pages` none of them either. For measuring what others keep. */
    forget(what: 'past' | 'past-and-pages'): void {
      calls.length = 0;
      effects.length = 0;
      if (what === 'past-and-pages') world.nodes.clear();
    },
    failNext: (failure: PlannedFailure): void => log.failNext(failure),
    /** Applies the writes that failed with `when: 'late'`. */
    landLate: (): number => log.landLate(),
    /** The next creations of a row are carried out twice and answered once, as when the browser sends one again by itself. */
    resendNext(times = 1): void {
      resends += times;
    },
  };
}
