/** Runs every `step`th seed of a campaign and tells of each. */
import { parentPort, workerData } from 'node:worker_threads';

import { runSeed } from './run-seed.ts';

const { from, to, step } = workerData as { from: number; to: number; step: number };
for (let seed = from; seed <= to; seed += step) {
  const { faults } = await runSeed(seed);
  parentPort?.postMessage({ seed, faults });
}
