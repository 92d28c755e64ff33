import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import {
  addPage,
  CHUNK_DELAY_MS,
  generate,
  openCreate,
  openPopup,
  openSidePanel,
  PARAGRAPHS,
  send,
  setUpOnce,
  SLOW_ANSWER,
  waitForState,
} from './page-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: CHUNK_DELAY_MS } } });
beforeAll(() => setUpOnce(world));
afterEach(() => {
  expect(world.sandbox.notion.log.unexpected).toEqual([]);
  expect(script.pending()).toBe(0);
});

describe('one click on Generate', () => {
  it('in the App writes the page, counts one prompt, and offers Copy and Undo', async () => {
    const page = addPage(world, 'From the App');
    const app = await openCreate(world, page);
    await app.getByText('Prompts used 0 of 10').waitFor();
    script.push('First.\n\nSecond.');
    await generate(app, 'Write two paragraphs');
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['First.', 'Second.']);
    await app.getByText('Prompts used 1 of 10').waitFor();
    await app.getByRole('button', 'Copy').click();
    await app.getByText('Copied').waitFor();
    await app.getByRole('button', 'Undo').click();
    await app.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts().filter((text) => text !== '')).toEqual([]);
  });

  it('in the popup writes the page although the popup is closed at once, and shows the truth when opened again', async () => {
    const page = addPage(world, 'From the popup');
    const popup = await openPopup(world, page);
    script.push(SLOW_ANSWER);
    await generate(popup, 'Write slowly');
    await waitForState(popup, 'Generating|Writing');
    await popup.close();
    await expect.poll(() => page.texts(), { timeout: 20_000 }).toEqual(PARAGRAPHS);
    const again = await openPopup(world, page);
    await waitForState(again, 'Done');
    await again.getByRole('button', 'Undo').waitFor();
    await again.close();
  });

  it('beside the page shows the same in every window while it goes on', async () => {
    const page = addPage(world, 'Two windows');
    const app = await openCreate(world, page);
    script.push('Short.');
    await generate(app, 'Write it');
    await waitForState(app, 'Done');
    const second =
      world.browser.kind === 'chromium'
        ? await openSidePanel(world, page)
        : await world.browser.openPage(await app.url());
    script.push(SLOW_ANSWER);
    await generate(second, 'Write slowly');
    await waitForState(second, 'Generating|Writing');
    await waitForState(app, 'Generating|Writing');
    await waitForState(second, 'Done');
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['Short.', ...PARAGRAPHS]);
  });
});

describe('Where', () => {
  it('adds to the top, and to the end', async () => {
    const page = addPage(world, 'Where', 'Old.');
    const app = await openCreate(world, page);
    await app.getByRole('combobox', 'Where').select('Add to the top');
    script.push('Above.', 'Below.');
    await generate(app, 'Write above');
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['Above.', 'Old.']);
    await app.getByRole('combobox', 'Where').select('Add to the end');
    await app.getByRole('button', 'Generate').click();
    await expect.poll(() => page.texts()).toEqual(['Above.', 'Old.', 'Below.']);
    await waitForState(app, 'Done');
  });

  it('replaces after it has asked, and Undo puts everything back', async () => {
    const page = addPage(world, 'Replaced', 'Old one.\n\nOld two.');
    const app = await openCreate(world, page);
    await app.getByRole('combobox', 'Where').select('Replace the page');
    await generate(app, 'Write anew');
    const dialog = app.getByRole('dialog', 'Replace what is on this page?');
    await dialog.getByRole('button', 'Cancel').click();
    expect(page.texts()).toEqual(['Old one.', 'Old two.']);
    await app.getByRole('button', 'Generate').click();
    script.push('New.');
    await dialog.getByRole('button', 'Replace the page').click();
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['New.']);
    await app.getByRole('button', 'Undo').click();
    await app.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts()).toEqual(['Old one.', 'Old two.']);
  });
});

describe('while it goes on', () => {
  it('Stop ends it at once, keeps what stands, and Undo takes that back', async () => {
    const page = addPage(world, 'Stopped');
    const app = await openCreate(world, page);
    script.push(SLOW_ANSWER);
    await generate(app, 'Write slowly');
    await expect.poll(() => page.texts().length, { timeout: 15_000 }).toBeGreaterThan(0);
    await app.getByRole('button', 'Stop').click();
    await waitForState(app, 'Stopped');
    await expect.poll(() => world.sandbox.openai.log.at(-1)?.aborted).toBe(true);
    const stands = page.texts();
    expect(stands.length).toBeLessThan(PARAGRAPHS.length);
    expect(stands).toEqual(PARAGRAPHS.slice(0, stands.length));
    await app.getByRole('button', 'Undo').click();
    await app.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts().filter((text) => text !== '')).toEqual([]);
  });

  it('a refusal is told with its cure, and Try again goes on without entering anything', async () => {
    const page = addPage(world, 'Refused');
    const app = await openCreate(world, page);
    world.sandbox.openai.faults.add({ kind: 'refusal' });
    await generate(app, 'Write it');
    await waitForState(app, 'Failed');
    await app.getByText(/declined to answer/).waitFor();
    script.push('Now.');
    await app.getByRole('button', 'Try again').click();
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['Now.']);
  });

  it('a click that comes twice starts one run', async () => {
    const page = addPage(world, 'Twice');
    const app = await openCreate(world, page);
    await app.getByRole('textbox', 'AI prompt').fill('Once');
    script.push('Only once.');
    await app.evaluate(() => {
      const button = [...document.querySelectorAll('button')].find((it) => it.textContent?.trim() === 'Generate');
      button?.click();
      button?.click();
    });
    await waitForState(app, 'Done');
    expect(page.texts()).toEqual(['Only once.']);
  });
});

it('says when the prompts of the plan are used up, and goes on when another plan is chosen', async () => {
  const app = await openCreate(world, addPage(world, 'Used up'));
  const usage = await send(app, 'plan.choose', { plan: 'personal', monthlyPrompts: 1 });
  expect(usage.ok).toBe(true);
  await app.getByRole('button', 'Generate').waitFor('disabled');
  await app.getByText(/This is a limit you set for yourself/).waitFor();
  await send(app, 'plan.choose', { plan: 'unlimited' });
  await app.getByRole('button', 'Generate').waitFor('enabled');
});

it('holds still in Create while the list of pages is still to come', async () => {
  world.sandbox.notion.faults.next({ match: { path: /search$/ }, fault: { type: 'slow', delayMs: 700 } });
  const app = await world.browser.open('options.html#/create');
  const nextTop = (): Promise<number> =>
    app.evaluate(() => {
      const next = [...document.querySelectorAll('button')].find((it) => it.textContent?.trim() === 'Next');
      return next?.getBoundingClientRect().top ?? -1;
    });
  await app.getByRole('button', 'Next').waitFor();
  const before = await nextTop();
  await app.getByRole('listbox').waitFor();
  expect(await nextTop()).toBe(before);
});
