/** What a text is made of before it becomes Notion blocks. Text inside is still Markdown: inline-parser.ts reads it. */
export type BlockNode =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'code'; readonly info: string; readonly text: string }
  | { readonly type: 'math'; readonly text: string }
  | { readonly type: 'rule'; readonly markup: string }
  /** The first row is the header, if there is one. All cells as written, without the spaces around them. */
  | {
      readonly type: 'table';
      readonly rows: readonly (readonly string[])[];
      readonly width: number;
      readonly header: boolean;
    }
  /** `[label]: address`: counts for the text after it, and stays visible. */
  | { readonly type: 'definition'; readonly label: string; readonly address: string; readonly text: string }
  | ItemNode
  | { readonly type: 'quote'; readonly children: BlockNode[] }
  | TagNode
  | { readonly type: 'directive'; readonly name: string; readonly title: string; readonly children: BlockNode[] };

export interface ItemNode {
  readonly type: 'item';
  readonly ordered: boolean;
  /** The character that siblings share: - + * . ) */
  readonly delimiter: string;
  /** The digits as written; empty for a bullet. */
  readonly digits: string;
  /** The number that its list begins with. */
  readonly listStart: number;
  readonly children: BlockNode[];
}

/** An HTML or Notion tag that stands for a block. */
export interface TagNode {
  readonly type: 'tag';
  readonly name: string;
  /** The opening tag as written. */
  readonly source: string;
  /** Of `<details>`: the text of its `<summary>`. */
  title: string;
  closed: boolean;
  readonly children: BlockNode[];
}
