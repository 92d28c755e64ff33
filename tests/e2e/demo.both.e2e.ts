import { join } from 'node:path';
import { expect, it } from 'vitest';

import { demoEngine, type DemoBrowser } from '../../scripts/demo-browser.ts';
import { runDemo } from '../../scripts/demo-run.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

it('does the job that npm start shows: set up, one click on the page, Generate, Done, written', async () => {
  const { sandbox, browser } = world;
  const demoBrowser: DemoBrowser = browser.kind === 'chromium' ? world.chromium : world.firefox;
  const folder = join(import.meta.dirname, `../../test-results/demo-${browser.kind}`);
  const { text, screenshots } = await runDemo(demoBrowser, sandbox, demoEngine({}), folder);
  expect(text).toContain('Why small teams ship faster');
  expect(text.match(/Demo text written by rules/g)).toHaveLength(1);
  expect(screenshots).toHaveLength(4);
  expect(sandbox.notion.log.unexpected).toEqual([]);
});
