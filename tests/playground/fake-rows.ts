/** The database of the playground: its columns, views and rows, and what a model would answer. */
import type { DatabaseView, RowView } from '../../lib/notion/views.ts';
import { DATABASE } from './fake-state.ts';

const TOPICS = [
  'Learning is fun',
  'Notion is the best tool',
  'Social media is a boon',
  'Tea or coffee',
  'A walk by the sea',
  'How to write a title that is so long that it never fits into the width of its column in a table',
  'Bread without kneading',
];
const ANSWERS = [
  'A calm start into the morning, told in three sentences. It begins with the light on the water and ends with a cup of tea.',
  'Short and to the point.',
  'Three things to try this week: write one page, read one page, and leave one page empty on purpose. The empty one is the hardest.',
];
const STATUSES = ['Not started', 'In progress', 'Done'];

export const ROW_COUNT = 240;

export const VIEW: DatabaseView = {
  target: DATABASE,
  titlePropertyId: 'title',
  generatePropertyId: 'generate',
  presetOutput: { kind: 'property', propertyId: 'content' },
  properties: [
    { id: 'title', name: 'Topic', type: 'title', writable: true },
    { id: 'content', name: 'Content', type: 'rich_text', writable: true },
    { id: 'tags', name: 'Tags', type: 'multi_select', writable: true, options: ['Guide', 'News', 'Idea'] },
    {
      id: 'status',
      name: 'Status of publication',
      type: 'status',
      writable: true,
      options: STATUSES,
      emptyText: 'Not started',
    },
    { id: 'score', name: 'Score', type: 'number', writable: true },
    { id: 'due', name: 'Publication date', type: 'date', writable: true },
    { id: 'link', name: 'Link', type: 'url', writable: true },
    { id: 'generate', name: 'Generate', type: 'checkbox', writable: true, emptyText: 'false' },
    { id: 'made', name: 'Created', type: 'created_time', writable: false },
  ],
  views: [
    { id: 'v1', name: 'This month, not yet published' },
    { id: 'v2', name: 'Board' },
  ],
};

export function topicOf(at: number): string {
  const topic = TOPICS[at % TOPICS.length] ?? '';
  return at < TOPICS.length ? topic : `${topic}, part ${Math.floor(at / TOPICS.length) + 1}`;
}

export function answerOf(at: number): string {
  return ANSWERS[at % ANSWERS.length] ?? '';
}

export function rowOf(at: number): RowView {
  const isFilled = at % 5 === 2;
  return {
    id: String(at),
    title: topicOf(at),
    url: `https://app.notion.com/p/${at}`,
    generate: at < 3,
    values: {
      title: topicOf(at),
      content: isFilled ? 'Written by hand.' : '',
      tags: at % 4 === 0 ? 'Guide, Idea' : '',
      status: STATUSES[at % 3] ?? '',
      score: at % 6 === 0 ? '7.5' : '',
      generate: String(at < 3),
    },
    lastEdited: new Date(0).toISOString(),
  };
}
