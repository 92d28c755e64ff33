import type { ReviewDecision } from '../../review/use-review.ts';
import type { RowItem } from '../data/row-item.ts';
import type { RowStore } from '../data/row-store.ts';
import type { Ticks } from '../data/use-ticks.ts';
import type { CellDecision } from '../trial/use-trial-decisions.ts';
import type { ShownJob } from './cell-content.ts';
import type { GridColumn } from './columns.ts';
import type { RowStanding } from './row-standing.ts';

export interface RowsGridProps {
  /** What Search and State left of the rows. */
  readonly items: readonly RowItem[];
  readonly columns: readonly GridColumn[];
  readonly ticks: Ticks;
  readonly covered: ReadonlySet<string>;
  readonly shownJobOf: (item: RowItem) => ShownJob | undefined;
  readonly standingOf: (item: RowItem) => RowStanding;
  /** The run whose cells are new until they were looked at. */
  readonly runId: string | undefined;
  readonly store: RowStore;
  /** A row whose topic is being typed. */
  readonly editing: string | undefined;
  readonly onEdit: (key: string | undefined) => void;
  readonly onAdd: () => void;
  readonly onLines: (text: string) => void;
  readonly onSearch: () => void;
  readonly onDecide: (decision: CellDecision) => void;
  readonly onReview: (decision: ReviewDecision) => void;
}
