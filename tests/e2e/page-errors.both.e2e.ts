/** Each failure is told in a sentence with its cure, and after the cure the run goes on without entering anything again. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { waitForWords } from '../../scripts/demo-browser.ts';
import { useWorld } from './harness/world.ts';
import {
  addPage,
  generate,
  openCreate,
  openPopup,
  send,
  setUpOnce,
  waitForState,
  type TestPage,
} from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script } } });
beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
});
afterEach(() => world.sandbox.openai.faults.clear());

interface Trouble {
  readonly name: string;
  readonly begin: (page: TestPage) => void;
  readonly end?: (page: TestPage) => void;
  readonly says: RegExp;
  /** The answer came before the failure: it is kept, and not paid for again. */
  readonly isAfterAnswer?: boolean;
}

const edit = () => world.sandbox.notion.world.edit;
const token = () => world.sandbox.demo.token;
const engine = () => world.sandbox.openai.faults;

const TROUBLES: readonly Trouble[] = [
  {
    name: 'a token that was revoked',
    begin: () => (token().revoked = true),
    end: () => (token().revoked = false),
    says: /Notion does not accept the token.*Settings/,
  },
  {
    name: 'a page that is not shared any more',
    begin: ({ id }) => edit().unshare(token().token, id),
    end: ({ id }) => edit().share(token().token, id),
    says: /does not show this page to Visen.*••• → Connections → Visen, then try again/,
  },
  {
    name: 'a page in the trash',
    begin: ({ id }) => edit().trash(id),
    end: ({ id }) => edit().restore(id),
    says: /in Notion’s trash.*Restore it in Notion, then try again/,
    isAfterAnswer: true,
  },
  {
    name: 'a key that the engine does not take',
    begin: () => engine().add({ kind: 'key-wrong' }),
    says: /does not accept the key.*Settings/,
  },
  {
    name: 'an account without credit',
    begin: () => engine().add({ kind: 'no-credit' }),
    says: /no credit left.*Add credit there, then try again/,
  },
  {
    name: 'a model that refuses',
    begin: () => engine().add({ kind: 'refusal' }),
    says: /declined to answer.*other words/,
  },
  {
    name: 'a model that says nothing',
    begin: () => engine().add({ kind: 'empty' }),
    says: /empty answer.*Try again/,
  },
];

describe('a run fails with', () => {
  it.each(TROUBLES)('$name: the cure is said, and Try again does the rest', async (trouble) => {
    const { begin, end, says, isAfterAnswer = false } = trouble;
    const page = addPage(world, 'In trouble', 'Old.');
    const app = await openCreate(world, page);
    begin(page);
    if (isAfterAnswer) script.push('Written after all.');
    await generate(app, 'Write it');
    await waitForWords(app, says, undefined, 20_000);
    await waitForState(app, 'Failed');
    expect(page.texts().filter((text) => text !== 'Old.')).toEqual([]);
    end?.(page);
    if (!isAfterAnswer) script.push('Written after all.');
    await app.getByRole('button', 'Try again').click();
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['Old.', 'Written after all.']);
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
