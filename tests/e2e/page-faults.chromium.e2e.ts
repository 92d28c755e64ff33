/** Some of Notion's faults in a real browser; tests/lib/generation/body/page-faults.test.ts has each one at each request. */
import { afterEach, beforeAll, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import type { Fault, FaultMatch } from '../../sandbox/notion/faults.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, send, setUpOnce, waitForState } from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script } } });
beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
});
afterEach(() => expect(world.sandbox.notion.faults.pending).toBe(0));

const APPEND: FaultMatch = { method: 'PATCH', path: /children$/ };
const LOOK: FaultMatch = { method: 'GET', path: /blocks\/.*\/children$/ };

it.each<readonly [string, FaultMatch, Fault]>([
  ['409 at the append', APPEND, { type: 'conflict' }],
  ['429 at the append', APPEND, { type: 'rate-limit', retryAfter: 2 }],
  ['502 in HTML at the append, done', APPEND, { type: 'bad-gateway', applied: true }],
  ['503 at the append, saved', APPEND, { type: 'unavailable', saved: true }],
  ['half an answer to the append', APPEND, { type: 'truncated-json' }],
  ['a lost answer to the append', APPEND, { type: 'drop', when: 'after' }],
  ['a lost append', APPEND, { type: 'drop', when: 'before' }],
  ['a login page at the look at the page', LOOK, { type: 'html-200' }],
  ['529 at the look at the page', LOOK, { type: 'overload', retryAfter: 1 }],
])('%s: the page is written, each block once', async (_name, match, fault) => {
  const page = addPage(world, 'Faulty', 'Old.');
  const app = await openCreate(world, page);
  world.sandbox.notion.faults.next({ match, fault });
  script.push('First.\n\nSecond.');
  const isTop = match === LOOK;
  if (isTop) await app.getByRole('combobox', 'Where').select('Add to the top');
  await generate(app, 'Write it');
  await waitForState(app, 'Done');
  expect(page.texts()).toEqual(isTop ? ['First.', 'Second.', 'Old.'] : ['Old.', 'First.', 'Second.']);
});
