import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import type { RowSelection } from '../../../../lib/run-request/row-selection.ts';
import type { RunRequest } from '../../../../lib/run-request/run-request.ts';
import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { createPageWorld } from '../body/page-harness.ts';

export const TOPICS = ['Alpha', 'Beta', 'Gamma', 'Delta'];
/** What the model answers about a row's topic. */
export const answerTo = (request: ModelRequest) => {
  const text = request.messages.at(-1)!.text;
  return `About ${TOPICS.find((topic) => text.includes(topic)) ?? 'nothing'}`;
};

/** A page world with a database of four rows. */
export function createRowWorld(
  options: Parameters<typeof createPageWorld>[0] = {},
  content: Record<string, string> = {},
  moreProperties: Readonly<Record<string, object>> = {},
) {
  const world = createPageWorld(options);
  const { notion } = world;
  const { databaseId, dataSourceId } = notion.addDatabase({
    title: 'Ideas',
    properties: {
      Topic: { title: {} },
      Content: { rich_text: {} },
      Kind: { select: { options: [{ name: 'Post' }, { name: 'Note' }] } },
      Score: { number: {} },
      ...moreProperties,
    },
  });
  const rows = TOPICS.map((topic) =>
    notion.addRow(dataSourceId, {
      Topic: { title: [{ text: { content: topic } }] },
      ...(content[topic] !== undefined && { Content: { rich_text: [{ text: { content: content[topic] } }] } }),
    }),
  );
  world.model.otherwise((request) => answerTo(request));
  const property = (name: string) => notion.propertyId(dataSourceId, name);
  const request = (
    overrides: Partial<GenerationOptions> = {},
    selection: RowSelection = { kind: 'all' },
  ): RunRequest => ({
    kind: 'rows',
    target: { kind: 'database', id: databaseId, dataSourceId, title: 'Ideas', url: 'https://app.notion.com/p/1' },
    options: {
      prompt: 'Write about it',
      where: 'end',
      usePageContent: false,
      output: { kind: 'property', propertyId: property('Content') },
      ...overrides,
    },
    selection,
  });
  const contents = () => rows.map((row) => notion.cellText(row, 'Content'));
  return { ...world, world, rows, databaseId, dataSourceId, property, rowsRequest: request, contents };
}
