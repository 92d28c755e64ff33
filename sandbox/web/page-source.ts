/** What the stand-in of the web app shows. The sandbox's workspace fulfils it; tests bring a small one of their own. */

export interface TextRun {
  readonly text: string;
  readonly href?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strikethrough?: boolean;
  readonly code?: boolean;
  readonly equation?: boolean;
  readonly color?: string;
}

export interface RenderedBlock {
  readonly id: string;
  /** The API's name of the type: `paragraph`, `heading_2`, `to_do` … */
  readonly type: string;
  readonly runs: readonly TextRun[];
  readonly children: readonly RenderedBlock[];
  readonly checked?: boolean;
  readonly language?: string;
  readonly color?: string;
  readonly icon?: string;
  /** One table row: its cells. */
  readonly cells?: readonly (readonly TextRun[])[];
  readonly columnHeader?: boolean;
  readonly rowHeader?: boolean;
  /** What a block without text shows: the title of a child page, the address of a bookmark. */
  readonly label?: string;
}

export interface RenderedTag {
  readonly name: string;
  readonly color: string;
}

export interface RenderedCell {
  readonly text: string;
  readonly tags?: readonly RenderedTag[];
  readonly checked?: boolean;
}

export interface RenderedColumn {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export interface RenderedRow {
  readonly id: string;
  readonly title: string;
  /** By column id. The title column is not in it. */
  readonly cells: Readonly<Record<string, RenderedCell>>;
}

export interface RenderedPage {
  readonly id: string;
  readonly kind: 'page' | 'database';
  readonly title: string;
  readonly icon?: string;
  /** What holds it, from the outside in. */
  readonly path: readonly { readonly id: string; readonly title: string }[];
  readonly blocks: readonly RenderedBlock[];
  /** Of a row's page. */
  readonly properties?: readonly { readonly name: string; readonly type: string; readonly cell: RenderedCell }[];
  /** Of a database, the title column left out. */
  readonly columns?: readonly RenderedColumn[];
  readonly rows?: readonly RenderedRow[];
  readonly views?: readonly { readonly id: string; readonly name: string; readonly type: string }[];
}

export interface Sidebar {
  readonly workspace: string;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly kind: 'page' | 'database';
    readonly icon?: string;
  }[];
}

/** What a person does in the web app, as far as the stand-in offers it. */
export type PageEdit =
  | { readonly kind: 'text'; readonly blockId: string; readonly text: string }
  | { readonly kind: 'title'; readonly pageId: string; readonly text: string }
  | { readonly kind: 'check'; readonly blockId: string; readonly checked: boolean };

export interface PageSource {
  /** Undefined for an id that is not there, or is in the trash. */
  render(id: string): RenderedPage | undefined;
  sidebar(): Sidebar;
  /** Tells the id of each page or database whose picture may have changed. Returns what ends it. */
  onChange(listener: (pageId: string) => void): () => void;
  /** Left out: the web app is read-only. */
  edit?(edit: PageEdit): void;
}
