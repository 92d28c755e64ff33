/** Somebody changes the database while a run of its rows goes on: the sentence is true, nothing is lost, nothing is paid twice. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus, type Topics } from './rows-app.ts';

const ROWS = 8;
/** These are answered at once, the others slowly. */
const QUICK = 3;
const asked = new Map<number, number>();
const numberIn = ({ prompt }: AnswerRequest): number => Number(/Topic (\d+)/.exec(prompt)?.[1]);
const about = (at: number): string => `About topic ${at}.`;

const script: AnswerScript = {
  take: (request) => {
    const at = numberIn(request);
    asked.set(at, (asked.get(at) ?? 0) + 1);
    const text = about(at);
    return { text, chunks: at <= QUICK ? [text] : [...text] };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 150 } } });
beforeEach(() => {
  asked.clear();
  // Many runs in one minute: what Notion asks for then is not what is tested here.
  world.sandbox.notion.limiter.enabled = false;
});

const ALL = Array.from({ length: ROWS }, (_, index) => index + 1);
const EXPECTED = [...ALL.map(about), '', ''];

interface Stage {
  readonly app: Surface;
  readonly topics: Topics;
  readonly ids: readonly string[];
  /** What “Prompts used” rose by since the start. */
  prompts(): Promise<number>;
}

/** Eight ticked rows and two that are not; returns when the quick ones are written and others are being asked about. */
async function start(where: 'cell' | 'body' = 'cell'): Promise<Stage> {
  const topics = addTopics(world, [
    ...ALL.map((at) => ({ Topic: `Topic ${at}`, Generate: true })),
    { Topic: 'Other A' },
    { Topic: 'Other B' },
  ]);
  const ids = topics.rowIds();
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText(`${ROWS} of ${ROWS + 2} rows ticked`).waitFor();
  if (where === 'body') {
    await app.getByRole('combobox', 'Output').select('Page body');
    await app.getByRole('combobox', 'Where').select('Add to the end');
  }
  const used = async () =>
    Number(/Prompts used ([\d,]+)/.exec(await app.evaluate(() => document.body.innerText))?.[1]?.replaceAll(',', ''));
  const before = await used();
  await generate(app, 'Write about it');
  const written = () => (where === 'cell' ? topics.column('Content') : ids.map(bodyOf)).filter((text) => text !== '');
  await expect.poll(() => written().length, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(QUICK);
  expect(written().length).toBeLessThan(ROWS);
  return { app, topics, ids, prompts: async () => (await used()) - before };
}

const bodyOf = (id: string): string => world.sandbox.notion.world.toText(id).split('\n').slice(1).join('\n').trim();

/** A row's own sentence, or that of the run. */
const said = (app: Surface, sentence: RegExp) => app.getByText(sentence).waitFor('visible', 20_000);

const resume = (app: Surface) => app.getByRole('button', 'Resume').click();

/** Every ticked row done once and paid once, and nobody touched the others. */
async function expectWhole({ app, topics, ids, prompts }: Stage, column = 'Content'): Promise<void> {
  await waitForStatus(app, /Done: 8 of 8 rows done/);
  expect(topics.column(column)).toEqual(EXPECTED);
  expect([...asked].sort(([a], [b]) => a - b)).toEqual(ALL.map((at) => [at, 1]));
  await expect.poll(prompts).toBe(ROWS);
  expectOthersUntouched(ids);
}

function expectOthersUntouched(ids: readonly string[]): void {
  const { log } = world.sandbox.notion;
  for (const id of ids.slice(ROWS)) {
    expect(log.entries.filter(({ method, path }) => method !== 'GET' && path.includes(id))).toEqual([]);
  }
}

describe('a row', () => {
  it('that was moved to the trash fails with its cure, the others are done, and it is not paid for twice', async () => {
    const stage = await start();
    const { app, topics, ids, prompts } = stage;
    const { edit } = world.sandbox.notion.world;
    const row = ids[ROWS - 1]!;
    edit.trash(row);
    await waitForStatus(app, /Done with errors: 7 of 8 rows done/);
    await said(app, /This page is in Notion’s trash\. Nothing was changed\. Restore it in Notion/);
    await expect.poll(prompts).toBe(ROWS - 1);
    edit.restore(row);
    expect(topics.column('Content')[ROWS - 1]).toBe('');
    await app.getByRole('button', 'Retry failed').click();
    await expectWhole(stage);
  });

  it('that was deleted for good fails alone', async () => {
    const { app, topics, ids, prompts } = await start();
    world.sandbox.notion.world.edit.deleteForever(ids[ROWS - 1]!);
    await waitForStatus(app, /Done with errors: 7 of 8 rows done/);
    await said(app, /Notion does not show this page to Visen\. Nothing was changed\./);
    expect(topics.column('Content')).toEqual([...ALL.slice(0, -1).map(about), '', '']);
    await expect.poll(prompts).toBe(ROWS - 1);
    expectOthersUntouched(ids);
  });

  it('that was moved to the trash while its body is written fails alone', async () => {
    const { app, ids, prompts } = await start('body');
    const row = ids[ROWS - 1]!;
    world.sandbox.notion.world.edit.trash(row);
    await waitForStatus(app, /Done with errors: 7 of 8 rows done/);
    await said(app, /This page is in Notion’s trash/);
    world.sandbox.notion.world.edit.restore(row);
    await app.getByRole('button', 'Retry failed').click();
    await waitForStatus(app, /Done: 8 of 8 rows done/);
    expect(ids.map(bodyOf)).toEqual(EXPECTED);
    await expect.poll(prompts).toBe(ROWS);
    expectOthersUntouched(ids);
  });
});

describe('the property that is written', () => {
  it('may be renamed', async () => {
    const stage = await start();
    world.sandbox.notion.world.edit.renameProperty(stage.topics.dataSourceId, 'Content', 'Text');
    await expectWhole(stage, 'Text');
  });

  it('is named when it was removed; the run waits, and goes on with the answers that it has once it is back', async () => {
    const stage = await start();
    const { app, topics } = stage;
    const source = world.sandbox.notion.world.dataSource(topics.dataSourceId)!;
    const { schema } = source;
    world.sandbox.notion.world.edit.removeProperty(topics.dataSourceId, 'Content');
    await said(app, /Content is no longer in the database\. What was written stays.*then Resume/);
    source.schema = schema;
    await resume(app);
    await expectWhole(stage);
  });
});

describe('the database', () => {
  it('is named when it was moved to the trash, and the run goes on when it is restored', async () => {
    const stage = await start();
    const { edit } = world.sandbox.notion.world;
    edit.trash(stage.topics.databaseId);
    await said(stage.app, /This database is in Notion’s trash\. What was written stays.*then Resume/);
    edit.restore(stage.topics.databaseId);
    await resume(stage.app);
    await expectWhole(stage);
  });

  it('waits when it is no longer shared, and goes on when it is again', async () => {
    const stage = await start();
    const { edit } = world.sandbox.notion.world;
    const { token } = world.sandbox.demo.token;
    edit.unshare(token, stage.topics.databaseId);
    await said(stage.app, /Notion no longer shows this database to Visen.*••• → Connections → Visen, then Resume/);
    edit.share(token, stage.topics.databaseId);
    await resume(stage.app);
    await expectWhole(stage);
  });
});

it('waits when the token is revoked, and goes on with the one that was saved', async () => {
  const stage = await start();
  const { notion, demo } = world.sandbox;
  const fresh = 'ntn_fresh000000000000000000000000000000000000000FRESH';
  notion.world.edit.revokeToken(demo.token.token);
  await said(stage.app, /Notion does not accept the token.*Nothing is lost\. Paste a current one in Settings/);
  notion.world.addToken({ token: fresh, botName: 'Visen', shared: [...demo.token.shared] });
  const settings = await world.browser.open('options.html#/settings');
  await settings.getByLabel('Notion internal integration secret key').fill(fresh);
  await settings.getByRole('button', 'Save').click();
  await settings.getByText(/Settings saved/).waitFor();
  await resume(stage.app);
  await expectWhole(stage);
});
