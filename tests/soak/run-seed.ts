/** One run of the campaign: chaos for a minute, then a calm in which all must come right, and Undo in the same way. */
import type { Job, Run } from '../../lib/jobs/run.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { type Edits, findFaults } from './oracle.ts';
import { makePlan, type Order, type Plan, type Trouble, TROUBLES } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { createSoakWorld, type SoakWorld, type Worker } from './world.ts';

const CHAOS_MS = 65_000;
const CALM_STEP_MS = 30_000;
/** A clock that was put back by two hours may make a run wait as long, and not longer. */
const CALM_MS = 4 * 3_600_000;
const RUN = 'run-1';

export interface SeedResult {
  readonly faults: readonly string[];
  readonly plan: Plan;
}

export async function runSeed(seed: number, only?: ReadonlySet<Trouble>): Promise<SeedResult> {
  const random = createRandom(seed);
  const plan = makePlan(seed, random, only);
  const soak = new Soak(plan, random);
  return { plan, faults: await soak.run() };
}

/** The fewest kinds of trouble with which the seed still fails. */
export async function shrinkSeed(seed: number): Promise<readonly Trouble[]> {
  let needed = [...(await runSeed(seed)).plan.troubles];
  for (const trouble of TROUBLES) {
    const fewer = needed.filter((one) => one !== trouble);
    if (fewer.length < needed.length && (await runSeed(seed, new Set(fewer))).faults.length > 0) needed = fewer;
  }
  return needed;
}

class Soak {
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #world: SoakWorld;
  readonly #edits: Edits = { written: new Set(), copies: new Set(), touched: new Set() };
  readonly #faults: string[] = [];
  #worker: Worker;
  #isCleared = false;
  #isCalm = false;

  constructor(plan: Plan, random: Random) {
    this.#plan = plan;
    this.#random = random;
    this.#world = createSoakWorld(plan, random);
    this.#worker = this.#world.boot();
  }

  async run(): Promise<readonly string[]> {
    const { time } = this.#world;
    // What the world begins with is older than any read is behind.
    await time.advance(120_000);
    this.#schedule();
    await this.#start();
    await time.advance(CHAOS_MS);
    await this.#calm();
    this.#judge();
    if (this.#plan.undoes && !this.#isCleared) {
      this.#isCalm = false;
      this.#world.traffic.isRough = true;
      this.#scheduleKills();
      await this.#order('undo');
      await time.advance(CHAOS_MS);
      await this.#calm();
      this.#judge();
    }
    return this.#faults;
  }

  /** A click that is sent again until it is heard, as the surfaces do. */
  async #start(): Promise<void> {
    void this.#worker.runs.service.start({ id: RUN, request: this.#world.request }).catch(() => undefined);
    await this.#world.time.advance(0);
  }

  #schedule(): void {
    const { plan, world } = { plan: this.#plan, world: this.#world };
    const at = (ms: number, act: () => void | Promise<void>) =>
      void world.time.sleep(ms).then(() => (this.#isCalm ? undefined : act()));
    this.#scheduleKills();
    if (plan.troubles.has('clock')) for (const jump of plan.jumps) at(jump.at, () => world.jump(jump.by));
    if (plan.troubles.has('disk'))
      for (const { from, to } of plan.full) {
        at(from, () => world.fill(true));
        at(to, () => world.fill(false));
      }
    if (plan.troubles.has('person')) for (const { at: ms, edit } of plan.edits) at(ms, () => this.#edit(edit));
    if (plan.troubles.has('order')) for (const { at: ms, order } of plan.orders) at(ms, () => this.#order(order));
  }

  #scheduleKills(): void {
    const { troubles, kills } = this.#plan;
    if (!troubles.has('kill') && !troubles.has('zombie')) return;
    for (const ms of kills) {
      void this.#world.time.sleep(ms).then(() => {
        if (!this.#isCalm)
          this.#replaceWorker(troubles.has('zombie') && (!troubles.has('kill') || this.#random.chance(0.5)));
      });
    }
  }

  /** The old worker is gone, or it comes back later and goes on as if nothing had been. */
  #replaceWorker(comesBack: boolean): void {
    if (!comesBack) this.#worker.isAlive = false;
    this.#worker = this.#world.boot();
    void this.#worker.runs.takeOver().catch(() => undefined);
  }

  async #order(order: Order): Promise<void> {
    if (order === 'clear') return this.#clear();
    await this.#worker.runs.service.control({ runId: RUN, action: order }).catch(() => undefined);
  }

  async #clear(): Promise<void> {
    if (this.#plan.troubles.has('zombie') || this.#plan.troubles.has('disk')) return;
    this.#isCleared = true;
    const { runs } = this.#worker;
    await runs.service.stopAll();
    await this.#world.store.clear();
    const { traffic, time } = this.#world;
    const before = traffic.writes;
    void time.sleep(20_000).then(() => {
      if (traffic.writes > before) this.#faults.push(`${traffic.writes - before} writes after Clear`);
    });
  }

  #edit(edit: 'own' | 'ours' | 'copy'): void {
    const { notion, subjects, store } = this.#world;
    const subject = this.#random.pick(subjects);
    if (this.#plan.kind === 'rows') {
      if (edit === 'copy') return;
      const text = `Mine ${this.#edits.written.size}.`;
      notion.person.setCell(subject, 'Content', { rich_text: [{ text: { content: text } }] });
      this.#edits.touched.add(subject);
      return;
    }
    const job = [...store.jobs.values()].find((one) => one.subjectId === subject);
    const checkpoint = job?.checkpoint as { write?: Written; body?: { write: Written } } | undefined;
    const written = (checkpoint?.write ?? checkpoint?.body?.write)?.written ?? [];
    const text = `Mine ${this.#edits.written.size}.`;
    // Before the run has looked at a page that it replaces, what stands there is its to replace.
    if (edit === 'own' && !hasPlace(job)) return;
    if (edit === 'own') notion.person.addParagraph(subject, text);
    const block = written[0]?.id;
    if (edit !== 'own' && (block === undefined || notion.isTrashed(block))) return;
    if (edit === 'ours') {
      // A block that was edited before holds its latest text only.
      for (const earlier of this.#edits.written)
        if (notion.texts(subject).includes(earlier) && this.#edits.touched.has(block!))
          this.#edits.written.delete(earlier);
      notion.person.setText(block!, text);
    }
    if (edit === 'copy') {
      // Made in the same minute as a block whose answer was late, it cannot be told from the browser's with a personal token.
      if (this.#plan.personalToken && written.some(({ unsure }) => unsure !== undefined)) return;
      this.#edits.copies.add(notion.person.addParagraph(subject, notion.texts(subject)[0] ?? 'Nothing.'));
      return;
    }
    this.#edits.written.add(text);
    if (edit === 'ours') this.#edits.touched.add(block!);
  }

  /** No more trouble: whatever waits goes on, what a person can mend is mended. */
  async #calm(): Promise<void> {
    const { time, traffic, fill } = { ...this.#world };
    this.#isCalm = true;
    traffic.isRough = false;
    fill(false);
    let retries = 0;
    for (let passed = 0; passed < CALM_MS; passed += CALM_STEP_MS) {
      await time.advance(CALM_STEP_MS);
      if (this.#isCleared) return;
      const view = await this.#worker.runs.history.find(RUN);
      if (view === null) return;
      if (isAtRest(view)) {
        const next = retries < 8 ? cureFor(view) : undefined;
        if (next === undefined) return;
        retries += 1;
        await this.#order(next);
      } else void this.#worker.runs.pump();
    }
    this.#faults.push(`does not end: ${JSON.stringify(this.#world.store.runs.get(RUN)).slice(0, 600)}`);
  }

  #judge(): void {
    if (this.#isCleared) return;
    const run: Run | undefined = this.#world.store.runs.get(RUN);
    this.#faults.push(...findFaults(this.#plan, this.#world, run, this.#edits));
  }
}

function hasPlace(job: Job | undefined): boolean {
  const checkpoint = (job?.checkpoint ?? {}) as { place?: unknown; body?: { place?: unknown } };
  return (checkpoint.place ?? checkpoint.body?.place) !== undefined;
}

interface Written {
  readonly written: readonly { readonly id: string; readonly unsure?: number }[];
}

const isAtRest = (view: RunView): boolean =>
  ['done', 'failed', 'stopped', 'done-with-errors', 'paused'].includes(view.state) && view.undo?.state !== 'running';

/** What a person would click, if anything. */
function cureFor(view: RunView): Order | undefined {
  if (view.undo?.state === 'stopped') return 'undo';
  if (view.undo) return undefined;
  if (view.state === 'paused') return 'resume';
  if (view.failed > 0) return 'retry-failed';
  return undefined;
}
