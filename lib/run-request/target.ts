export type TargetKind = 'page' | 'database';

/** Where new text goes on a page. On a blank page all three just fill it. */
export type Where = 'end' | 'top' | 'replace';

/** A Notion page or database that a person can generate into, as the API described it. */
export interface Target {
  readonly kind: TargetKind;
  /** Page id or database id, dashed. */
  readonly id: string;
  /** Databases: the data source that rows are read from and written to. */
  readonly dataSourceId?: string;
  readonly title: string;
  readonly url: string;
  readonly icon?: string;
  /** Titles of the pages above it, outermost first, as far as they were known when it was chosen. */
  readonly path?: readonly string[];
}
