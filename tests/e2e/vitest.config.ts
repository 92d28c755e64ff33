import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** `--matrix`: each of many services, one after the other; too long for CI. */
const kinds = process.env['VISEN_MATRIX'] === undefined ? 'e2e' : 'matrix';

/** A spec runs where its name says: foo.chromium.e2e.ts, foo.firefox.e2e.ts, or foo.both.e2e.ts. */
const project = (browser: 'chromium' | 'firefox'): TestProjectInlineConfiguration => ({
  test: {
    name: browser,
    root: new URL('../..', import.meta.url).pathname,
    include: [`tests/e2e/**/*.{${browser},both}.${kinds}.ts`],
    provide: { browser },
    testTimeout: 90_000,
    hookTimeout: 90_000,
    pool: 'forks',
    expect: { poll: { timeout: 20_000 } },
    // One more try where a slow machine would decide whether a change lands; locally every failure shows. Each use is a line of the summary.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});

export default defineConfig({
  test: {
    // One browser in a file at a time. Specs wait more than they compute, so three files keep two cores busy.
    maxWorkers: 3,
    projects: [project('chromium'), project('firefox')],
  },
});
