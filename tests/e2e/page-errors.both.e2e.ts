/** Each failure is told in a sentence with its cure, and after the cure the run goes on without entering anything again. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { waitForWords } from '../../scripts/demo-browser.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, openPopup, send, setUpOnce, waitForState } from './page-scenes.ts';
import { failAndTryAgain, TROUBLES } from './page-troubles.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script } } });
beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
});
afterEach(() => world.sandbox.openai.faults.clear());

const edit = () => world.sandbox.notion.world.edit;
const token = () => world.sandbox.demo.token;
const engine = () => world.sandbox.openai.faults;

describe('a run fails with', () => {
  it.each(TROUBLES)('$name: the cure is said, and Try again does the rest', async (trouble) => {
    await failAndTryAgain(world, script, trouble, openCreate);
  });
});

it('asks once more by itself when an answer was cut, and leaves one answer', async () => {
  const page = addPage(world, 'Cut');
  const app = await openCreate(world, page);
  engine().add({ kind: 'cut' });
  script.push('First.\n\nSecond.\n\nThird.', 'First.\n\nAnother second.');
  await generate(app, 'Write it');
  await waitForState(app, 'Done');
  expect(page.texts()).toEqual(['First.', 'Another second.']);
});

it('waits while this device is offline, says so, and goes on by itself', async () => {
  const page = addPage(world, 'Offline');
  const app = await openCreate(world, page);
  world.sandbox.front.cut('api.notion.com');
  script.push('Back again.');
  await generate(app, 'Write it');
  await waitForState(app, 'Waiting: this device is offline');
  world.sandbox.front.mend('api.notion.com');
  await waitForState(app, 'Done', 30_000);
  expect(page.texts()).toEqual(['Back again.']);
});

it('tells a page that is not shared in the popup too, and goes on after the cure', async () => {
  const page = addPage(world, 'Unshared');
  edit().unshare(token().token, page.id);
  const popup = await openPopup(world, page);
  await waitForWords(popup, /does not show this page to Visen/, undefined);
  edit().share(token().token, page.id);
  await popup.getByRole('button', 'Try again').click();
  script.push('From the popup.');
  await generate(popup, 'Write it');
  await waitForState(popup, 'Done');
  expect(page.texts()).toEqual(['From the popup.']);
  await popup.close();
});
