import type { PageEdit, PageSource, RenderedBlock, RenderedPage, TextRun } from './page-source.ts';

/** Ids of the pages below, so that tests and trials can name them. */
export const STATIC_IDS = {
  page: '1a2b3c4d-5e6f-4081-92a3-b4c5d6e7f809',
  database: 'b0b1b2b3-b4b5-46b7-88b9-babbbcbdbebf',
  row: (index: number) => `c0c0c0c0-0000-4000-8000-${String(index).padStart(12, '0')}`,
  view: '00112233-4455-4677-8899-aabbccddeeff',
  board: '00112233-4455-4677-8899-aabbccddee00',
  calendar: '00112233-4455-4677-8899-aabbccddee01',
  long: 'aaaa1111-0000-4000-8000-000000000150',
  heavy: 'aaaa1111-0000-4000-8000-000000002000',
  empty: 'aaaa1111-0000-4000-8000-000000000000',
} as const;

const ROWS = 60;
let serial = 0;
const blockId = () => `dddddddd-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`;
const block = (type: string, text: string | TextRun[], rest: Partial<RenderedBlock> = {}): RenderedBlock => ({
  id: blockId(),
  type,
  runs: typeof text === 'string' ? (text === '' ? [] : [{ text }]) : text,
  children: [],
  ...rest,
});

function everyKindOfBlock(): RenderedBlock[] {
  const cells = (...texts: string[]) => texts.map((text) => [{ text }]);
  return [
    block('paragraph', [
      { text: 'Plain, ' },
      { text: 'bold', bold: true },
      { text: ', ' },
      { text: 'italic', italic: true },
      { text: ', ' },
      { text: 'code', code: true },
      { text: ' and ' },
      { text: 'a link', href: 'https://example.com/' },
      { text: '; ' },
      { text: 'E = mc^2', equation: true },
      { text: ', ' },
      { text: 'red', color: 'red' },
    ]),
    block('heading_1', 'Heading 1'),
    block('heading_2', 'Heading 2'),
    block('heading_3', 'Heading 3'),
    block('bulleted_list_item', 'A bullet', { children: [block('bulleted_list_item', 'A bullet inside it')] }),
    block('numbered_list_item', 'First'),
    block('numbered_list_item', 'Second'),
    block('to_do', 'Done already', { checked: true }),
    block('to_do', 'Still to do', { checked: false }),
    block('toggle', 'A toggle', { children: [block('paragraph', 'Inside the toggle')] }),
    block('quote', 'A quote'),
    block('callout', 'A callout', { icon: '💡', color: 'gray_background' }),
    block('code', 'const answer = 42;\nconsole.log(answer);', { language: 'javascript' }),
    block('equation', '', { label: '\\int_0^1 x^2 dx = 1/3' }),
    block('table', '', {
      columnHeader: true,
      children: [
        block('table_row', '', { cells: cells('Planet', 'Moons') }),
        block('table_row', '', { cells: cells('Mars', '2') }),
      ],
    }),
    block('divider', ''),
    block('column_list', '', {
      children: [
        block('column', '', { children: [block('paragraph', 'Left column')] }),
        block('column', '', { children: [block('paragraph', 'Right column')] }),
      ],
    }),
    block('bookmark', '', { label: 'https://example.com/' }),
    block('child_page', '', { label: 'A page inside' }),
  ];
}

const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    block('paragraph', `Paragraph ${index + 1}: a line of text to scroll past.`),
  );

function rowPage(index: number): RenderedPage {
  return {
    id: STATIC_IDS.row(index),
    kind: 'page',
    title: `Topic ${index}`,
    path: [{ id: STATIC_IDS.database, title: 'Tasks' }],
    blocks: paragraphs(3),
    properties: [{ name: 'Status', type: 'status', cell: { text: 'To do', tags: [{ name: 'To do', color: 'gray' }] } }],
  };
}

function database(): RenderedPage {
  return {
    id: STATIC_IDS.database,
    kind: 'database',
    title: 'Tasks',
    path: [],
    blocks: [],
    columns: [
      { id: 'generate', name: 'Generate', type: 'checkbox' },
      { id: 'content', name: 'Content', type: 'rich_text' },
      { id: 'status', name: 'Status', type: 'status' },
    ],
    rows: Array.from({ length: ROWS }, (_, index) => ({
      id: STATIC_IDS.row(index),
      title: `Topic ${index}`,
      cells: {
        generate: { text: '', checked: index % 3 === 0 },
        content: { text: index % 2 === 0 ? 'Some text that was here before.' : '' },
        status: { text: 'To do', tags: [{ name: 'To do', color: 'gray' }] },
      },
    })),
    views: [
      { id: STATIC_IDS.view, name: 'All tasks', type: 'table' },
      { id: STATIC_IDS.board, name: 'Board', type: 'board' },
      { id: STATIC_IDS.calendar, name: 'Calendar', type: 'calendar' },
    ],
  };
}

function startingPages(): RenderedPage[] {
  const page = (id: string, title: string, blocks: RenderedBlock[], icon?: string): RenderedPage => ({
    id,
    kind: 'page',
    title,
    path: [],
    blocks,
    ...(icon !== undefined && { icon }),
  });
  return [
    page(STATIC_IDS.page, 'Every kind of block', everyKindOfBlock(), '🧭'),
    page(STATIC_IDS.long, 'A long page', paragraphs(150)),
    page(STATIC_IDS.heavy, 'A heavy page', paragraphs(2000)),
    page(STATIC_IDS.empty, '', []),
    database(),
    ...Array.from({ length: ROWS }, (_, index) => rowPage(index)),
  ];
}

/** A small workspace without a Notion API behind it, for the tests of the stand-in and of the button. */
export class StaticPages implements PageSource {
  private readonly pages = new Map(startingPages().map((page) => [page.id, page]));
  private readonly listeners = new Set<(pageId: string) => void>();
  readonly edits: PageEdit[] = [];

  render(id: string): RenderedPage | undefined {
    return this.pages.get(id);
  }

  sidebar() {
    const items = [...this.pages.values()].filter((page) => page.path.length === 0);
    return {
      workspace: 'Acme',
      items: items.map(({ id, title, kind, icon }) => ({ id, title, kind, ...(icon && { icon }) })),
    };
  }

  onChange(listener: (pageId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  put(page: RenderedPage): void {
    this.pages.set(page.id, page);
    for (const listener of this.listeners) listener(page.id);
  }

  /** A new block at the end of a page. */
  append(pageId: string, type: string, text: string): void {
    const page = this.pages.get(pageId);
    if (page !== undefined) this.put({ ...page, blocks: [...page.blocks, block(type, text)] });
  }

  edit(edit: PageEdit): void {
    this.edits.push(edit);
  }
}
