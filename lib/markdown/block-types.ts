/**
 * The blocks Visen creates, as Notion's create request takes them; nothing that loads from an address (image, embed,
 * bookmark …) is among them. https://developers.notion.com/reference/block
 *
 * Two shapes of one block, by how much may hang below it:
 * - `NotionBlock`: a tree of any depth, as the converter makes it.
 * - `RequestBlock`: what one append request may carry, two levels of children
 *   (https://developers.notion.com/reference/patch-block-children). Made by plan-appends.ts.
 */
import type { CodeLanguage } from './code-language.ts';

export type TextColor = 'gray' | 'brown' | 'orange' | 'yellow' | 'green' | 'blue' | 'purple' | 'pink' | 'red';

export type CalloutColor = `${TextColor}_background`;

/** Only what is switched on is sent; Notion fills in the rest. */
export interface Annotations {
  bold?: true;
  italic?: true;
  strikethrough?: true;
  underline?: true;
  code?: true;
  /** Only what a model echoes of Notion's own Markdown. */
  color?: TextColor | CalloutColor;
}

export interface TextRun {
  type: 'text';
  /** At most 2,000 UTF-16 units, never ending inside a grapheme that fits. */
  text: { content: string; link?: { url: string } };
  annotations?: Annotations;
}

export interface EquationRun {
  type: 'equation';
  /** KaTeX, at most 1,000 units. */
  equation: { expression: string };
  annotations?: Annotations;
}

export type RichText = TextRun | EquationRun;

/** The text of one block, or one table cell: at most 100 runs. */
export type RichTextList = RichText[];

interface WithText<Child> {
  rich_text: RichTextList;
  children?: Child[];
}

export type HeadingType = 'heading_1' | 'heading_2' | 'heading_3' | 'heading_4';

export interface CalloutIcon {
  type: 'emoji';
  emoji: string;
}

export interface ParagraphBlock<Child> {
  type: 'paragraph';
  paragraph: WithText<Child>;
}
export type HeadingBlock =
  | { type: 'heading_1'; heading_1: { rich_text: RichTextList } }
  | { type: 'heading_2'; heading_2: { rich_text: RichTextList } }
  | { type: 'heading_3'; heading_3: { rich_text: RichTextList } }
  | { type: 'heading_4'; heading_4: { rich_text: RichTextList } };
export interface BulletedListItemBlock<Child> {
  type: 'bulleted_list_item';
  bulleted_list_item: WithText<Child>;
}
export interface NumberedListItemBlock<Child> {
  type: 'numbered_list_item';
  numbered_list_item: WithText<Child>;
}
export interface ToDoBlock<Child> {
  type: 'to_do';
  to_do: WithText<Child> & { checked: boolean };
}
export interface ToggleBlock<Child> {
  type: 'toggle';
  toggle: WithText<Child>;
}
export interface QuoteBlock<Child> {
  type: 'quote';
  quote: WithText<Child>;
}
export interface CalloutBlock<Child> {
  type: 'callout';
  callout: WithText<Child> & { icon: CalloutIcon; color: CalloutColor };
}
export interface CodeBlock {
  type: 'code';
  code: { rich_text: RichTextList; language: CodeLanguage; caption?: RichTextList };
}
export interface EquationBlock {
  type: 'equation';
  equation: { expression: string };
}
export interface DividerBlock {
  type: 'divider';
  divider: Record<string, never>;
}
export interface TableRowBlock {
  type: 'table_row';
  table_row: { cells: RichTextList[] };
}
export interface TableBlock {
  type: 'table';
  /** Every row has exactly `table_width` cells; a request carries 1 to 100 rows. */
  table: { table_width: number; has_column_header: boolean; has_row_header: boolean; children: TableRowBlock[] };
}

/** Blocks without children of any kind. */
type FlatBlock = HeadingBlock | CodeBlock | EquationBlock | DividerBlock | TableRowBlock;

/** Blocks that hold text and, below it, other blocks. */
export type ParentBlock<Child> =
  | ParagraphBlock<Child>
  | BulletedListItemBlock<Child>
  | NumberedListItemBlock<Child>
  | ToDoBlock<Child>
  | ToggleBlock<Child>
  | QuoteBlock<Child>
  | CalloutBlock<Child>;

// Spelled out, because an alias of a union cannot be recursive through another alias.
export type NotionBlock =
  | FlatBlock
  | TableBlock
  | ParagraphBlock<NotionBlock>
  | BulletedListItemBlock<NotionBlock>
  | NumberedListItemBlock<NotionBlock>
  | ToDoBlock<NotionBlock>
  | ToggleBlock<NotionBlock>
  | QuoteBlock<NotionBlock>
  | CalloutBlock<NotionBlock>;

/** The third level of a request: no children, so no tables either. */
export type RequestLeaf = FlatBlock | ParentBlock<never>;
/** The second level of a request. */
export type RequestChild = FlatBlock | TableBlock | ParentBlock<RequestLeaf>;
/** The first level of a request. */
export type RequestBlock = FlatBlock | TableBlock | ParentBlock<RequestChild>;

/** The blocks directly below a block: its children, or a table's rows. The array is the block's own. */
export function childrenOf(block: NotionBlock): NotionBlock[] {
  switch (block.type) {
    case 'paragraph':
      return block.paragraph.children ?? [];
    case 'bulleted_list_item':
      return block.bulleted_list_item.children ?? [];
    case 'numbered_list_item':
      return block.numbered_list_item.children ?? [];
    case 'to_do':
      return block.to_do.children ?? [];
    case 'toggle':
      return block.toggle.children ?? [];
    case 'quote':
      return block.quote.children ?? [];
    case 'callout':
      return block.callout.children ?? [];
    case 'table':
      return block.table.children;
    default:
      return [];
  }
}
