import { describe, expect, it } from 'vitest';

import type { KeepFilledService } from '../../../lib/keep-filled/keep-filled-service.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createKeepFilledWorld, DAY, HOUR, MINUTE, text } from './keep-filled-world.ts';

/** The same numbers for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Ten days of a person's work, of browsers that are closed and of Notion out of reach, then two quiet days. */
async function tenDays(seed: number, options: { readonly writesAsPerson: boolean; readonly most: number }) {
  const stage = await createKeepFilledWorld({ writesAsPerson: options.writesAsPerson }, { Delta: 'Mine.' });
  const { world, notion, addRow, rows, pass, on, boot, refuseWith } = stage;
  const pick = numbers(seed);
  /** What a person wrote into Content: by row. */
  const ofPerson = new Map<string, string>([[rows[3]!, 'Mine.']]);
  const deleted = new Set<string>();
  const all = [...rows];
  let keep: KeepFilledService = boot().keep;
  await on(keep, { every: 'hour', most: options.most });
  let made = 0;
  const steps: readonly (() => Promise<void> | void)[] = [
    () => void all.push(addRow(`Row ${(made += 1)}`)),
    () => void all.push(addRow(`Row ${(made += 1)}`)),
    // A row that a person fills before Visen does, or changes afterwards.
    () => {
      const row = all[pick(all.length)]!;
      if (deleted.has(row)) return;
      const words = `By hand ${pick(1_000)}`;
      notion.person.setCell(row, 'Content', text(words));
      ofPerson.set(row, words);
    },
    // Notes beside it: no reason to write anything.
    () => {
      const row = all[pick(all.length)]!;
      if (!deleted.has(row)) notion.person.setCell(row, 'Score', { number: pick(100) });
    },
    () => {
      const row = all[pick(all.length)]!;
      notion.person.setTrashed(row, true);
      deleted.add(row);
    },
    async () => {
      world.stop();
      world.clock.set(world.clock.now() + pick(10) * HOUR);
      keep = boot().keep;
      await pass(MINUTE);
    },
    async () => {
      refuseWith(new AppError('offline', 'later'));
      await pass(pick(5) * HOUR);
      refuseWith(undefined);
      await keep.wakeWaiting(['offline']);
    },
  ];
  const until = world.clock.now() + 10 * DAY;
  while (world.clock.now() < until) {
    await steps[pick(steps.length)]!();
    await pass((1 + pick(150)) * MINUTE);
  }
  await pass(4 * DAY);
  return { ...stage, all, deleted, ofPerson, keep, view: (await keep.list())[0]! };
}

describe('ten days of Keep filled', () => {
  it.each([
    [1, false, 50],
    [2, true, 50],
    [3, false, 4],
    [4, true, 4],
    [5, false, 50],
  ])(
    'fill every new row once and write nothing else (seed %d, personal token %s, %d a day)',
    async (seed, writesAsPerson, most) => {
      const { all, deleted, ofPerson, notion, model, automatic, view, world, requests, pass } = await tenDays(seed, {
        writesAsPerson,
        most,
      });
      expect(world.defects).toEqual([]);
      expect(view.standing).toBe('on');
      expect(all.length).toBeGreaterThan(20);
      // Each row that is left holds what the person wrote, or what Visen made of it.
      const left = all.filter((row) => !deleted.has(row));
      for (const row of left) {
        const held = notion.cellText(row, 'Content');
        expect(held).toBe(ofPerson.get(row) ?? `About ${notion.cellText(row, 'Topic')}`);
      }
      // One answer a row at most, and one write of it.
      const asked = model.requests.map(
        ({ request }) => /Row \d+|Alpha|Beta|Gamma/.exec(request.messages.at(-1)!.text)?.[0],
      );
      expect(new Set(asked).size).toBe(asked.length);
      const writes = notion.calls.filter(({ method }) => method === 'updatePage').map(({ target }) => target);
      expect(new Set(writes).size).toBe(writes.length);
      expect(writes.length).toBeLessThanOrEqual(asked.length);
      // Never more than the day allows.
      const byDay = Map.groupBy(await automatic(), ({ createdAt }) => new Date(createdAt).toDateString());
      for (const runs of byDay.values())
        expect(runs.reduce((sum, run) => sum + run.prompts, 0)).toBeLessThanOrEqual(most);
      // A quiet day is a request an hour.
      expect(await requests(() => pass(DAY))).toEqual(Array(24).fill('queryDataSource'));
    },
  );
});

describe('a worker that is stopped', () => {
  const stopped = async (effect: number, when: 'before' | 'after') => {
    const stage = await createKeepFilledWorld({ stopAt: { effect, when } });
    const { world, boot, pass, addRow, notion } = stage;
    let { keep } = boot();
    void keep.set('c1', { isOn: true }).catch(() => undefined);
    await pass(10_000);
    if (world.isStopped) {
      ({ keep } = boot());
      await pass(MINUTE);
      // The click itself may be what was lost.
      if ((await keep.list())[0]?.standing !== 'on') await keep.set('c1', { isOn: true });
    }
    const row = addRow('Epsilon');
    void keep.lookNow('c1').catch(() => undefined);
    await pass(10_000);
    if (world.isStopped) {
      ({ keep } = boot());
      await pass(MINUTE);
    }
    if (notion.cellText(row, 'Content') === '') await pass(HOUR + 5 * MINUTE);
    return { ...stage, keep, last: notion.cellText(row, 'Content') };
  };

  it.each(['before', 'after'] as const)(
    '%s any of its effects is followed by one that does the rest, once',
    async (when) => {
      const { world: whole, setUpEffects } = await stopped(Infinity, when);
      const count = whole.effects.length;
      expect(count).toBeGreaterThan(40);
      for (let effect = setUpEffects; effect < count; effect += 1) {
        const { contents, last, model, world, keep, automatic } = await stopped(effect, when);
        const note = `stopped ${when} effect ${effect}: ${whole.effects[effect]}`;
        expect([...contents(), last], note).toEqual([
          ...['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'].map((name) => `About ${name}`),
        ]);
        expect(world.defects, note).toEqual([]);
        // An answer that was on its way when the worker was stopped is asked for again; none of the others is.
        expect(model.requests.length, note).toBeLessThanOrEqual(9);
        expect((await automatic()).length, note).toBeLessThanOrEqual(3);
        expect((await keep.list())[0]!.standing, note).toBe('on');
      }
    },
  );
});
