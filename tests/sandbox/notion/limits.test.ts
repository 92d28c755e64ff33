import { describe, expect, it } from 'vitest';
import { startApi, times } from './start-api.ts';

type Started = Awaited<ReturnType<typeof startApi>>;
type Send = (started: Started, size: number) => Promise<{ status: number }>;

const everything = (properties: (started: Started, size: number) => object): Send => {
  return (started, size) => {
    const row = started.world.render(started.demo.everything.database.id).rows[0]?.id ?? '';
    return started.raw('PATCH', `pages/${row}`, JSON.stringify({ properties: properties(started, size) }));
  };
};
const append = (block: (size: number) => object): Send => {
  return (started, size) =>
    started.raw('PATCH', `blocks/${started.demo.blank.id}/children`, JSON.stringify({ children: [block(size)] }));
};
const query = (body: (size: number) => object): Send => {
  return (started, size) =>
    started.raw('POST', `data_sources/${started.demo.ideas.dataSource.id}/query`, JSON.stringify(body(size)));
};

const leaf = { property: 'Generate', checkbox: { equals: true } };
const url = (size: number) => 'https://a.example/'.padEnd(size, 'x');
const external = (size: number) => ({ external: { url: url(size) } });
const divider = () => ({ divider: {} });

const LIMITS: [what: string, max: number, send: Send][] = [
  [
    'people in a cell',
    100,
    everything(({ demo }, size) => ({ People: { people: times(size, () => ({ id: demo.person.id })) } })),
  ],
  [
    'relations in a cell',
    100,
    everything(({ demo }, size) => ({ Related: { relation: times(size, () => ({ id: demo.blank.id })) } })),
  ],
  [
    'files in a cell',
    100,
    everything((_, size) => ({ Files: { files: times(size, () => ({ name: 'f', ...external(30) })) } })),
  ],
  [
    'letters of a file name',
    100,
    everything((_, size) => ({ Files: { files: [{ name: 'f'.repeat(size), ...external(30) }] } })),
  ],
  [
    'letters of a file address',
    2000,
    everything((_, size) => ({ Files: { files: [{ name: 'f', ...external(size) }] } })),
  ],
  [
    'runs of a title',
    100,
    everything((_, size) => ({ Name: { title: times(size, () => ({ text: { content: 'x' } })) } })),
  ],
  ['blocks below a block', 100, append((size) => ({ toggle: { rich_text: [], children: times(size, divider) } }))],
  [
    'runs of a caption',
    100,
    append((size) => ({ image: { ...external(30), caption: times(size, () => ({ text: { content: 'x' } })) } })),
  ],
  ['letters of an image address', 2000, append((size) => ({ image: external(size) }))],
  ['letters of an equation block', 1000, append((size) => ({ equation: { expression: 'x'.repeat(size) } }))],
  [
    'cells of a row',
    100,
    append((size) => ({ table: { table_width: size, children: [{ table_row: { cells: times(size, () => []) } }] } })),
  ],
  [
    'columns of a list',
    100,
    append((size) => ({ column_list: { children: times(size, () => ({ column: { children: [divider()] } })) } })),
  ],
  ['rows of a page of a query', 100, query((size) => ({ page_size: size }))],
  ['filters beside each other', 100, query((size) => ({ filter: { or: times(size, () => leaf) } }))],
  ['sorts', 100, query((size) => ({ sorts: times(size, () => ({ property: 'Topic', direction: 'ascending' })) }))],
  ['results of a page of a search', 100, (started, size) => started.raw('POST', 'search', { page_size: size })],
];

describe('limits', () => {
  it.each(LIMITS)('%s: %i are taken and one more is refused', async (_what, max, send) => {
    const started = await startApi();
    expect((await send(started, max)).status).toBe(200);
    expect(await send(started, max + 1)).toMatchObject({ status: 400, body: { code: 'validation_error' } });
  });

  it('a query of 10,000 rows is complete and one of 10,001 is not', async () => {
    const { demo, world, raw } = await startApi();
    const source = demo.ideas.dataSource.id;
    for (let at = 4; at < 10_000; at += 1) world.addRow(source, { Topic: `T${at}` });
    const last = async () => {
      const cursor = Buffer.from('next:9990').toString('base64url');
      return (await raw('POST', `data_sources/${source}/query`, { start_cursor: cursor })).body;
    };
    expect(await last()).toMatchObject({ results: { length: 10 }, request_status: { type: 'complete' } });
    world.addRow(source, { Topic: 'One more' });
    expect(await last()).toMatchObject({
      results: { length: 10 },
      has_more: false,
      request_status: { type: 'incomplete' },
    });
  });
});
