/**
 * `npm run soak`: a campaign of runs in a world of trouble; which, and when, follows from each run's seed. Prints the seeds, how many
 * survived, and each that ended badly with the command that plays it again. Exits 1 if there is one.
 *
 *   npm run soak -- --runs 20000 --seed 1   (these are the defaults)
 *   npm run soak -- --replay 4711           one seed, with the kinds of trouble that it takes
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { runSeed, shrinkSeed } from './run-seed.ts';

interface Told {
  readonly seed: number;
  readonly faults: readonly string[];
}

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, replay: { type: 'string' } },
});
process.exitCode = (values.replay === undefined ? await campaign() : await replay(Number(values.replay))) ? 0 : 1;

async function campaign(): Promise<boolean> {
  const runs = Number(values.runs ?? 20_000);
  const first = Number(values.seed ?? 1);
  const last = first + runs - 1;
  const started = performance.now();
  const bad: Told[] = [];
  let ended = 0;
  const step = Math.max(1, availableParallelism());
  const work = Array.from({ length: step }, async (_, at) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { from: first + at, to: last, step },
    });
    worker.on('message', (told: Told) => {
      ended += 1;
      if (told.faults.length > 0) bad.push(told);
      if (ended % 1_000 === 0) console.log(`${ended} of ${runs} runs, ${bad.length} ended badly`);
    });
    await new Promise<void>((resolve, reject) => worker.once('error', reject).once('exit', () => resolve()));
  });
  await Promise.all(work);
  for (const { seed, faults } of bad) console.log(`seed ${seed}: ${faults[0]}\n  npm run soak -- --replay ${seed}`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`seeds ${first} to ${last}: ${ended - bad.length} survived, ${bad.length} found, ${seconds} s`);
  return bad.length === 0 && ended === runs;
}

async function replay(seed: number): Promise<boolean> {
  const { plan, faults } = await runSeed(seed);
  console.log(`seed ${seed}: ${JSON.stringify({ ...plan, troubles: [...plan.troubles] })}`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length === 0) console.log('  survived');
  else console.log(`  it takes: ${(await shrinkSeed(seed)).join(', ') || 'no trouble at all'}`);
  return faults.length === 0;
}
