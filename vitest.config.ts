import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    environment: 'node',
    testTimeout: 20_000,
    pool: 'threads',
    // Vitest leaves one core to others; of two that would be half the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
