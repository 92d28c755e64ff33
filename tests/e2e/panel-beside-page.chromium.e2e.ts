import { beforeAll, describe, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { toUndashedId } from '../../lib/notion/page-id.ts';
import { useWorld } from './harness/world.ts';
import {
  addPage,
  CHUNK_DELAY_MS,
  generate,
  openSidePanel,
  PARAGRAPHS,
  setUpOnce,
  SLOW_ANSWER,
  waitForState,
} from './page-scenes.ts';
import { stolen } from './panel-scenes.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: CHUNK_DELAY_MS } } });
beforeAll(() => setUpOnce(world));

/** The tab that was opened last. */
function front() {
  const page = world.chromium.context.pages().at(-1);
  if (!page) throw new Error('no tab');
  return page;
}
const navigate = (path: string) => front().evaluate(`__fixture.navigate(${JSON.stringify(path)})`);
const pathOf = (url: string) => new URL(url).pathname;

describe('the panel beside the page', () => {
  it('follows the tab to another page, and to a peeked one', async () => {
    const [first, second] = [addPage(world, 'First page'), addPage(world, 'Second page')];
    const panel = await openSidePanel(world, first);
    await panel.getByRole('link', 'First page').waitFor();
    await navigate(pathOf(second.url));
    await panel.getByRole('link', 'Second page').waitFor();
    await navigate(`/p/${toUndashedId(world.sandbox.demo.ideas.database.id)}?p=${toUndashedId(first.id)}&pm=s`);
    await panel.getByRole('link', 'First page').waitFor();
  });

  it('says that the tab moved before it changes the target of a draft with text', async () => {
    const [first, second] = [addPage(world, 'Draft here'), addPage(world, 'Other page')];
    const panel = await openSidePanel(world, first);
    await panel.getByRole('textbox', 'AI prompt').fill('Half a thought');
    await navigate(pathOf(second.url));
    await panel.getByText(/This tab went to another page/).waitFor();
    await panel.getByRole('link', 'Draft here').waitFor();
    expect(await panel.getByRole('textbox', 'AI prompt').value()).toBe('Half a thought');
    await panel.getByRole('button', 'Go to the page that is open').click();
    await panel.getByRole('link', 'Other page').waitFor();
    expect(await panel.getByRole('textbox', 'AI prompt').value()).toBe('');
    await navigate(pathOf(first.url));
    await panel.getByRole('link', 'Draft here').waitFor();
    expect(await panel.getByRole('textbox', 'AI prompt').value()).toBe('Half a thought');
  });

  it('keeps the draft over a reload, a closed panel and a stopped worker', async () => {
    const page = addPage(world, 'Kept draft');
    const panel = await openSidePanel(world, page);
    await panel.getByRole('textbox', 'AI prompt').fill('Not sent yet');
    await panel.reload();
    await panel.getByRole('textbox', 'AI prompt').waitFor();
    expect(await panel.getByRole('textbox', 'AI prompt').value()).toBe('Not sent yet');
    await panel.close();
    await front().close();
    await world.chromium.worker.stop();
    const again = await openSidePanel(world, page);
    await again.getByRole('textbox', 'AI prompt').waitFor();
    expect(await again.getByRole('textbox', 'AI prompt').value()).toBe('Not sent yet');
  });

  it('shows the run that goes on after the panel was closed and the worker stopped, and forgets the sent draft', async () => {
    const page = addPage(world, 'Running view');
    const panel = await openSidePanel(world, page);
    script.push(SLOW_ANSWER, SLOW_ANSWER); // a stopped worker asks again
    await generate(panel, 'Write slowly');
    await panel.getByRole('progressbar', 'Progress of the run').waitFor();
    await waitForState(panel, 'Generating|Writing');
    await panel.close();
    await front().close();
    await world.chromium.worker.stop();
    const again = await openSidePanel(world, page);
    await again.getByRole('progressbar', 'Progress of the run').waitFor();
    await waitForState(again, 'Done', 40_000);
    expect(page.texts()).toEqual(PARAGRAPHS);
    await again.getByText(/Written to the page\..*1 prompt used/).waitFor();
  });

  it('stops, undoes and tries again', async () => {
    const page = addPage(world, 'Stop and go');
    const panel = await openSidePanel(world, page);
    script.push(SLOW_ANSWER);
    await generate(panel, 'Write slowly');
    await waitForState(panel, 'Writing');
    await panel.getByRole('button', 'Stop').click();
    await waitForState(panel, 'Stopped');
    await panel.getByRole('button', 'Undo').click();
    await panel.getByText('Undone: the page is as it was.').waitFor();
    expect(page.texts().filter((text) => text !== '')).toEqual([]);
    world.sandbox.openai.faults.add({ kind: 'key-wrong' });
    await panel.getByRole('button', 'Generate').click();
    await waitForState(panel, 'Failed', 40_000);
    script.push('Second try.');
    await panel.getByRole('button', 'Try again').click();
    await waitForState(panel, 'Done');
    expect(page.texts()).toEqual(['Second try.']);
  });

  it('does the whole flow with the keyboard alone, and none of it reaches Notion', async () => {
    const page = addPage(world, 'Keyboard');
    const panel = await openSidePanel(world, page);
    const prompt = panel.getByRole('textbox', 'AI prompt');
    await prompt.waitFor();
    const focused = () =>
      panel.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    for (let step = 0; step < 30; step += 1) {
      if (await panel.evaluate(() => document.activeElement?.tagName === 'TEXTAREA')) break;
      await panel.press('Tab');
    }
    for (const key of 'Say /hi') await panel.press(key);
    await panel.press('Backspace');
    await panel.press('Enter');
    await panel.press('x');
    expect(await prompt.value()).toBe('Say /h\nx');
    script.push('By keyboard.');
    await panel.press('Control+Enter');
    await waitForState(panel, 'Done');
    expect(page.texts()).toEqual(['By keyboard.']);
    for (let step = 0; step < 30 && (await focused()) !== 'Undo'; step += 1) await panel.press('Tab');
    await panel.press('Enter');
    await panel.getByText('Undone: the page is as it was.').waitFor();
    expect(await stolen(front())).toMatchObject({ stolenKeys: 0, stolenClipboard: 0 });
    expect(await front().getByText('Keyboard', { exact: true }).count()).toBeGreaterThan(0); // no key went into its title
  });

  it('shows run and result without scrolling in 360 × 660', async () => {
    const page = addPage(world, 'Small', 'Old.');
    await world.chromium.openPage(page.url);
    const tabId = await tabIdOf(page.url);
    const view = await world.chromium.open(`sidepanel.html?tab=${tabId}`);
    await view.page.setViewportSize({ width: 360, height: 660 });
    const inSight = async (name: string) => {
      const box = await view.page.getByRole('region', { name }).boundingBox();
      expect(box).not.toBeNull();
      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.y + box!.height).toBeLessThanOrEqual(660);
    };
    script.push(SLOW_ANSWER);
    await generate(view, 'Write slowly');
    await waitForState(view, 'Writing');
    await inSight('Progress');
    await waitForState(view, 'Done');
    await inSight('Progress');
    await inSight('Text so far');
    expect(await view.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

async function tabIdOf(url: string): Promise<number> {
  const view = await world.chromium.open('options.html#/feedback');
  const id = await view.evaluate(
    async (wanted: string) => (await chrome.tabs.query({})).find((tab) => tab.url === wanted)?.id ?? -1,
    url,
  );
  await view.close();
  return id;
}
