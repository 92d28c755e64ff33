/** Undo after a run of rows: what nobody touched since is exactly as it was, what somebody edited stays. */
import { beforeEach, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Json, JsonObject } from '../../sandbox/notion/json.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, tick, waitForStatus } from './rows-app.ts';

const VALUES: Readonly<Record<string, Json>> = {
  Text: 'A new text.',
  Number: 7.5,
  Select: 'Post',
  Tags: ['Red', 'Blue'],
  Status: 'Done',
  Day: { start: '2026-11-21', end: null },
  Ready: true,
  Link: 'https://example.org/new',
  Mail: 'new@example.org',
  Phone: '+49 30 123',
  Author: ['Ada'],
};

/** Typed fields by the names that the schema gives them, or a body. */
function answerTo({ schema }: AnswerRequest): string {
  if (!schema) return 'New one.\n\nNew two.';
  const fields = Object.entries(schema['properties'] as Record<string, { readonly description: string }>);
  return JSON.stringify(
    Object.fromEntries(fields.map(([key, { description }]) => [key, VALUES[/“(.+?)”/.exec(description)?.[1] ?? '']])),
  );
}
const script: AnswerScript = {
  take: (request) => ({ text: answerTo(request) }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });
beforeEach(() => {
  world.sandbox.notion.limiter.enabled = false;
});

const options = (...names: string[]) => ({ options: names.map((name) => ({ name })) });

it('puts typed values of every kind back, full and empty, and leaves the row that a person edited since', async () => {
  const { notion, demo } = world.sandbox;
  const people = notion.world.addDatabase({
    title: 'People',
    properties: { Name: { title: {} } },
    rows: [{ Name: 'Ada' }, { Name: 'Bob' }],
  });
  notion.world.edit.share(demo.token.token, people.database.id);
  const bob = notion.world.render(people.database.id).rows[1]!.id;
  const schema: JsonObject = {
    Topic: { title: {} },
    Text: { rich_text: {} },
    Number: { number: {} },
    Select: { select: options('Post', 'Note') },
    Tags: { multi_select: options('Red', 'Green', 'Blue') },
    Status: { status: {} },
    Day: { date: {} },
    Ready: { checkbox: {} },
    Link: { url: {} },
    Mail: { email: {} },
    Phone: { phone_number: {} },
    Author: { relation: { data_source_id: people.dataSource.id, single_property: {} } },
  };
  const full = (Topic: string) => ({
    Topic,
    Text: [
      { text: { content: 'Old, ' } },
      {
        text: { content: 'bold', link: { url: 'https://example.org/old' } },
        annotations: { bold: true, color: 'red' },
      },
      { equation: { expression: 'e = mc^2' } },
    ],
    Number: -0.25,
    Select: 'Note',
    Tags: ['Green'],
    Status: 'In progress',
    Day: { start: '2026-01-02T09:30:00', end: '2026-01-03T10:00:00', time_zone: 'Europe/Berlin' },
    Ready: true,
    Link: 'https://example.org/old',
    Mail: 'old@example.org',
    Phone: '110',
    Author: [{ id: bob }],
  });
  const topics = addTopics(world, [full('Full'), { Topic: 'Empty' }, full('Edited'), full('Not ticked')], schema);
  const cells = () => notion.world.render(topics.databaseId).rows.map((row) => row.cells);
  const before = cells();

  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Several properties');
  for (const name of Object.keys(VALUES)) await app.getByRole('checkbox', name).check();
  await app.getByRole('checkbox', 'Overwrite filled cells').check();
  for (const topic of ['Full', 'Empty', 'Edited']) await tick(app, topic).check();
  await generate(app, 'Judge it');
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  for (const [name, shown] of [
    ['Text', 'A new text.'],
    ['Number', '7.5'],
    ['Status', 'Done'],
    ['Phone', '+49 30 123'],
  ] as const) {
    expect(topics.column(name).slice(0, 3)).toEqual([shown, shown, shown]);
  }
  expect(cells()[3]).toEqual(before[3]);

  notion.world.edit.setProperty(topics.rowIds()[2]!, 'Number', 8);
  const edited = cells()[2];
  await app.getByRole('button', 'Undo').click();
  await waitForStatus(app, /Undone: 2 put back, 1 left as they are because they were edited since/);
  const after = cells();
  expect(after[0]).toEqual(before[0]);
  expect(after[1]).toEqual(before[1]);
  expect(after[2]).toEqual(edited);
  expect(after[3]).toEqual(before[3]);
});

it.each(['Add to the end', 'Add to the top', 'Replace the page'])(
  'takes page bodies back (%s), and leaves the block that a person edited since',
  async (where) => {
    const { notion } = world.sandbox;
    const old = 'Old one.\n\nOld two.';
    const topics = addTopics(world, [
      { Topic: 'Full', $blocks: old },
      { Topic: 'Empty' },
      { Topic: 'Edited', $blocks: old },
      { Topic: 'Not ticked', $blocks: old },
    ]);
    const ids = topics.rowIds();
    const blocks = () => ids.map((id) => notion.world.render(id).blocks);
    const before = blocks();
    const texts = (at: number) => blocks()[at]!.map(({ text }) => text);

    const app = await setUpApp(world);
    await openCreate(app, topics.databaseId);
    await app.getByRole('combobox', 'Output').select('Page body');
    await app.getByRole('combobox', 'Where').select(where);
    await app.getByRole('checkbox', 'Overwrite filled cells').check();
    for (const topic of ['Full', 'Empty', 'Edited']) await tick(app, topic).check();
    await generate(app, 'Write about it');
    if (where === 'Replace the page') await app.getByRole('dialog').getByRole('button', 'Replace the page').click();
    await waitForStatus(app, /Done: 3 of 3 rows done/);
    expect(texts(1)).toEqual(['New one.', 'New two.']);
    const fresh = blocks()[2]!.find(({ text }) => text === 'New two.')!;
    notion.world.edit.setText(fresh.id, 'New two, bettered by me.');

    await app.getByRole('button', 'Undo').click();
    await waitForStatus(app, /Undone: 2 put back, 1 left as they are because they were edited since/);
    const after = blocks();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toEqual(before[1]);
    expect(texts(2)).toContain('New two, bettered by me.');
    expect(texts(2)).not.toContain('New one.');
    expect(texts(2).filter((text) => text.startsWith('Old'))).toEqual(['Old one.', 'Old two.']);
    expect(after[3]).toEqual(before[3]);
  },
);
