import { useMemo } from 'preact/hooks';

import type { JobView } from '../../../lib/runs/run-views.ts';
import { language } from '../../i18n/translate.ts';
import { canBeWritten, unclearNames } from '../../review/check-text.ts';
import type { ReviewDecision } from '../../review/use-review.ts';
import type { RowItem } from '../data/row-item.ts';
import { cellContent } from './cell-content.ts';
import type { GridColumn } from './columns.ts';
import type { GridPlace } from './grid-keys.ts';
import { GridRow } from './grid-row.tsx';
import type { HeldActions } from './held-cell.tsx';
import { decisionOf, heldCellId } from './questions.ts';
import type { RowsGridProps } from './rows-grid-props.ts';
import { TopicEditor } from './topic-editor.tsx';
import { isEditable } from './whole-answer.tsx';

/** The grid as it was drawn last: what a row's handlers work with, since a row that did not change is not drawn anew. */
interface Latest {
  readonly current: { readonly props: RowsGridProps; readonly body: LineBody };
}

/** What a row needs of the grid around it. */
interface LineBody {
  readonly places: GridPlace & { readonly go: (to: GridPlace) => void };
  readonly looks: { readonly has: (key: string) => boolean; readonly look: (key: string) => void };
  readonly virtual: { readonly measure: (element: Element | null) => void };
  readonly tick: { readonly set: (key: string, ticked: boolean, isRange: boolean) => void };
  readonly edit: (at: GridPlace) => void;
}

type LineProps = RowsGridProps & {
  readonly latest: Latest;
  readonly item: RowItem;
  readonly index: number;
  readonly gap: number;
};

/** Opens a cell with its answer as a field. */
function editAt(latest: Latest, row: number, column: GridColumn): void {
  const { props, body } = latest.current;
  body.edit({ row, column: props.columns.findIndex(({ id }) => id === column.id) });
}

function heldActionsOf(latest: Latest, job: JobView, row: number, column: GridColumn): HeldActions {
  const onReview = (decision: ReviewDecision) => latest.current.props.onReview(decision);
  const propertyId = heldCellId(column);
  const cell = job.cells?.find((one) => one.propertyId === propertyId);
  const hasText = cell !== undefined && canBeWritten(cell);
  const isUnclear = unclearNames(cell?.problems).length > 0;
  return {
    onWrite: hasText ? () => onReview({ jobId: job.id, action: 'write', propertyId }) : undefined,
    onEdit: isUnclear || (hasText && isEditable(column.property)) ? () => editAt(latest, row, column) : undefined,
    onAgain: job.decision === 'open' ? undefined : () => onReview({ jobId: job.id, action: 'again' }),
  };
}

/** Drawn anew where something of the row itself changed: a run changes a few rows at a time, and the grid shows dozens. */
export function Line(props: LineProps) {
  const { latest, item, index, gap, columns, editing } = props;
  const { places, looks, virtual } = latest.current.body;
  const shown = props.shownJobOf(item);
  const standing = props.standingOf(item);
  const isMade = columns.some((column) => cellContent(item, column, shown).isMade);
  const isEdited = editing === item.key;
  const hasEditor = isEdited || (item.id === undefined && !item.saving);
  const ticked = props.ticks.keys.has(item.key);
  const isCovered = props.covered.has(item.key);
  const isFresh = isMade && !looks.has(item.key);
  const stop = places.row === index ? places.column : undefined;
  // What is being typed follows all that changes around it.
  const typing = hasEditor ? {} : undefined;
  return useMemo(
    () => (
      <GridRow
        item={item}
        index={index}
        gap={gap}
        columns={columns}
        ticked={ticked}
        isCovered={isCovered}
        standing={standing}
        shown={shown}
        isFresh={isFresh}
        stop={stop}
        measure={virtual.measure}
        onTick={(now, withShift) => latest.current.body.tick.set(item.key, now, withShift)}
        onLook={() => isMade && latest.current.body.looks.look(item.key)}
        onDecide={(column, accept) =>
          shown && latest.current.props.onDecide(decisionOf({ job: shown.job, column }, accept))
        }
        onEdit={(column) => editAt(latest, index, column)}
        heldActions={(column) => shown && heldActionsOf(latest, shown.job, index, column)}
        editor={hasEditor ? <LineEditor {...props} isEdited={isEdited} /> : undefined}
      />
    ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a standing is compared by what is in it, and handlers work with the latest
    [
      item,
      index,
      gap,
      columns,
      ticked,
      isCovered,
      isMade,
      isFresh,
      stop,
      language,
      shown?.job,
      shown?.isRead,
      standing.standing,
      standing.outdated,
      standing.failure,
      typing,
    ],
  );
}

function LineEditor({ latest, item, index, store, onLines, isEdited }: LineProps & { readonly isEdited: boolean }) {
  const endEdit = (byKey: 'Enter' | 'Escape' | undefined) => {
    const { props, body } = latest.current;
    props.onEdit(undefined);
    if (byKey === 'Enter' && item.id === undefined && item.title.trim() !== '') props.onAdd();
    else if (byKey) body.places.go({ row: index, column: 1 });
  };
  return (
    <TopicEditor item={item} number={index + 1} store={store} hasFocus={isEdited} onEnd={endEdit} onLines={onLines} />
  );
}
