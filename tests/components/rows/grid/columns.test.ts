import { expect, it } from 'vitest';

import { columnGroups, columnTracks, gridColumns } from '../../../../components/rows/grid/columns.ts';
import type { DatabaseView } from '../../../../lib/notion/views.ts';

const property = (name: string, type = 'rich_text') => ({ id: name.toLowerCase(), name, type, writable: true });
const view = {
  titlePropertyId: 'topic',
  properties: [
    property('Topic', 'title'),
    property('Audience', 'select'),
    property('Notes'),
    property('Summary'),
    property('Keywords', 'multi_select'),
  ],
} as unknown as DatabaseView;
const several = { kind: 'properties', propertyIds: ['keywords', 'summary'] } as const;
const names = (choice: Parameters<typeof gridColumns>[0]) => gridColumns(choice).map(({ id }) => id);

it('gives every output a column of its own, and what the prompt uses one before them', () => {
  const choice = {
    view,
    output: several,
    usedNames: ['Audience', 'Topic', 'Summary'],
    chosen: new Map<string, boolean>(),
  };
  expect(names(choice)).toEqual(['tick', 'topic', 'audience', 'summary', 'keywords', 'state']);
});

it('adds and hides what a person chose', () => {
  const chosen = new Map([
    ['notes', true],
    ['audience', false],
    ['keywords', false],
  ]);
  expect(names({ view, output: several, usedNames: ['Audience'], chosen })).toEqual([
    'tick',
    'topic',
    'notes',
    'summary',
    'state',
  ]);
});

it('has a column for page bodies, and none twice for a title that is written', () => {
  const base = { view, usedNames: [], chosen: new Map<string, boolean>() };
  expect(names({ ...base, output: { kind: 'body', where: 'end' } })).toEqual(['tick', 'topic', 'body', 'state']);
  const title = gridColumns({ ...base, output: { kind: 'property', propertyId: 'topic' } });
  expect(title.map(({ id, isOutput }) => [id, isOutput])).toEqual([
    ['tick', false],
    ['topic', true],
    ['state', false],
  ]);
});

it('names each property in one group only', () => {
  const { outputs, used, others } = columnGroups({ view, output: several, usedNames: ['Summary', 'Notes'] });
  const ids = [outputs, used, others].map((group) => group.map(({ id }) => id));
  expect(ids).toEqual([['summary', 'keywords'], ['notes'], ['audience']]);
});

it('has a track for each column, and leaves out what is beside the outputs where there is no room', () => {
  const columns = gridColumns({ view, output: several, usedNames: ['Audience'], chosen: new Map() });
  const count = (tracks: string) => tracks.replace(/\([^()]*\)/g, '').split(' ').length;
  expect(count(columnTracks(columns, 'wide'))).toBe(6);
  expect(count(columnTracks(columns, 'small'))).toBe(5);
});
