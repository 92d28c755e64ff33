/** What the present workspace used of its plan. The counts themselves are kept with the runs. */
import type { RunStore } from '../jobs/ports.ts';
import type { HandlersFor, RequestOf } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { StoredIntegration } from '../settings/integration-store.ts';
import type { Clock } from '../shared/clock.ts';
import { Emitter } from '../shared/emitter.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { UsageView } from '../usage/plan.ts';
import { choosePlan, createUsageRecord, toUsageView } from '../usage/usage-record.ts';
import type { PlanCommands } from './plan-commands.ts';

export interface PlansServiceDeps {
  readonly store: Pick<RunStore, 'getUsage' | 'changeUsage'>;
  readonly integration: VersionedValue<StoredIntegration>;
  readonly clock: Pick<Clock, 'now'>;
  /** ISO date of the price list. */
  readonly pricesAsOf: string;
  /** Tells that a run changed, and with it perhaps the counts. */
  readonly runChanges: Pick<Emitter<string>, 'subscribe'>;
}

/** Where counts and choices are before any workspace is known. */
const NOBODY = '';

export class PlansService {
  readonly #deps: PlansServiceDeps;
  readonly #changes = new Emitter();
  readonly handlers: HandlersFor<PlanCommands> = { 'plan.choose': (request) => this.choose(request) };
  readonly topic: TopicSource<UsageView> = {
    read: () => this.view(),
    subscribe: (changed) => {
      const { runChanges, integration } = this.#deps;
      const ends = [runChanges.subscribe(changed), integration.subscribe(changed), this.#changes.subscribe(changed)];
      return () => ends.forEach((end) => end());
    },
  };

  constructor(deps: PlansServiceDeps) {
    this.#deps = deps;
  }

  async view(): Promise<UsageView> {
    const { store, clock, pricesAsOf } = this.#deps;
    return toUsageView(await store.getUsage(await this.#workspaceId()), clock.now(), pricesAsOf);
  }

  async choose(choice: RequestOf<PlanCommands, 'plan.choose'>): Promise<UsageView> {
    await this.#deps.store.changeUsage(await this.#workspaceId(), (usage) => choosePlan(usage, choice));
    this.#changes.emit();
    return this.view();
  }

  /** The workspace of the token, or of the last one that worked; before the first, counts belong to no workspace. */
  async #workspaceId(): Promise<string> {
    const { integration, lastWorkspaceId } = await this.#deps.integration.read();
    const workspaceId = integration?.workspaceId ?? lastWorkspaceId ?? NOBODY;
    if (workspaceId !== NOBODY) await this.#adoptEarlyChoice(workspaceId);
    return workspaceId;
  }

  /** A plan chosen before the first sign-in is the first workspace's. */
  async #adoptEarlyChoice(workspaceId: string): Promise<void> {
    const { store } = this.#deps;
    const { plan, personalMonthlyPrompts, spendingCap, ...early } = await store.getUsage(NOBODY);
    const initial = createUsageRecord(NOBODY);
    const isChosen =
      plan !== initial.plan || spendingCap !== undefined || personalMonthlyPrompts !== initial.personalMonthlyPrompts;
    if (!isChosen) return;
    await store.changeUsage(workspaceId, (usage) =>
      choosePlan(usage, {
        plan,
        monthlyPrompts: personalMonthlyPrompts,
        ...(spendingCap !== undefined && { spendingCap }),
      }),
    );
    await store.changeUsage(NOBODY, () => ({ ...initial, ...early, workspaceId: NOBODY }));
  }
}
