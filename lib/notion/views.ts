/** A database, its columns and its rows as surfaces show them, and rows that are to be made. */
import type { Output } from '../run-request/output.ts';
import type { Target, TargetKind } from '../run-request/target.ts';
import type { Failure } from '../shared/app-error.ts';
import type { CellProblem } from './cell-from-text.ts';
import type { MadeWith } from './outdated.ts';

export interface PropertyView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly writable: boolean;
  readonly options?: readonly string[];
  /** Notion's names of the options' colours, in their order. */
  readonly optionColors?: readonly string[];
  /** What an empty cell reads as where that is not nothing: an unticked checkbox, a status at its default. */
  readonly emptyText?: string;
  /** Relations: the data source of the related pages. */
  readonly relatedSourceId?: string;
}

export interface DatabaseView {
  readonly target: Target;
  readonly titlePropertyId: string;
  readonly generatePropertyId?: string;
  readonly presetOutput: Output;
  readonly properties: readonly PropertyView[];
  /** With their names, as far as they were read: see `database.views`. */
  readonly views: readonly { readonly id: string; readonly name: string }[];
  /** All views of this database, of any kind. */
  readonly viewIds?: readonly string[];
  /** The first rows: opening reads them anyway. */
  readonly first?: RowsPageView;
}

/** A part of a database's rows. */
export interface RowsPageView {
  readonly rows: readonly RowView[];
  /** Absent: these were the last. */
  readonly nextCursor?: string;
  /** False: Notion did not list some rows (more than 10,000 of one minute). */
  readonly complete: boolean;
  /** Rows that Notion did not give whole: they are left out. Absent: none. */
  readonly unreadable?: number;
}

export interface RowView {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly generate: boolean;
  /** Rendered property values by property id. */
  readonly values: Readonly<Record<string, string>>;
  readonly lastEdited: string;
  /** By property id, and `BODY_OUTPUT` for the page body: what Visen made of this row. Absent: nothing. */
  readonly made?: Readonly<Record<string, MadeWith>>;
}

/** A row to be made. */
export interface NewRow {
  /** Made by the surface: a message that comes twice makes one row. */
  readonly id: string;
  readonly title: string;
  /** Texts by property id, as a person writes them; see `parseNewRows`. */
  readonly values?: Readonly<Record<string, string>>;
}

/** `late`: two minutes passed and the template is not there as a whole; a body is not to be written yet. */
export type TemplateState = 'applying' | 'applied' | 'late';

export interface AddedRow {
  /** The one that was given. */
  readonly id: string;
  readonly row?: RowView;
  /** Why there is no row (yet). With retry `wait` or `later` the same message is sent again. */
  readonly failure?: Failure;
  /** Cells that stayed empty since their text does not fit. */
  readonly left?: readonly { readonly propertyId: string; readonly reason: CellProblem | 'property-missing' }[];
  /** Of a row that is made from a template. */
  readonly template?: TemplateState;
}

/** A page or database that a search found. */
export interface FoundPage {
  readonly id: string;
  readonly kind: TargetKind;
  readonly title: string;
  readonly url: string;
  readonly icon?: string;
  readonly dataSourceId?: string;
  /** Titles of the pages above it, outermost first, as far as they are known. */
  readonly path?: readonly string[];
  /** A row of a database. */
  readonly isRow?: boolean;
}
