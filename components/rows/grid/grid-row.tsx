import { ErrorBoundary } from '../../errors/error-boundary.tsx';
import { t } from '../../i18n/translate.ts';
import { FailureText } from './failure-text-line.tsx';
import type { RowItem } from '../data/row-item.ts';
import { BeforeLine, CellValue, describeCell, Shimmer } from './grid-cell.tsx';
import { cellContent, type CellContent, type ShownJob } from './cell-content.ts';
import { isContext, isTagged, type GridColumn } from './columns.ts';
import { HeldCell, type HeldActions } from './held-cell.tsx';
import { PendingCell } from './pending-cell.tsx';
import type { RowStanding } from './row-standing.ts';
import { StandingBadge, StandingIcon } from './standing-badge.tsx';
import { isEditable } from './whole-answer.tsx';
import type { ComponentChildren } from 'preact';

export interface GridRowProps {
  readonly item: RowItem;
  readonly index: number;
  /** CSS pixels between it and what stands above it. */
  readonly gap: number;
  readonly columns: readonly GridColumn[];
  readonly ticked: boolean;
  /** The present choice is about it. */
  readonly isCovered: boolean;
  readonly standing: RowStanding;
  readonly shown: ShownJob | undefined;
  /** What was made here was not looked at yet. */
  readonly isFresh: boolean;
  /** The column that has the tab stop; undefined in all rows but one. */
  readonly stop: number | undefined;
  readonly measure: (element: Element | null) => void;
  readonly onTick: (ticked: boolean, withShift: boolean) => void;
  readonly onLook: () => void;
  /** Of a cell whose answer waits for a decision. */
  readonly onDecide: (column: GridColumn, accept: boolean) => void;
  /** Opens such a cell with its answer as a field. */
  readonly onEdit: (column: GridColumn) => void;
  /** Of a cell whose answer a check holds back. */
  readonly heldActions: (column: GridColumn) => HeldActions | undefined;
  /** The topic as a field, while it is changed. */
  readonly editor: ComponentChildren;
}

/** One row: its tick, its topic, a cell for each column, and how it stands. */
export function GridRow(props: GridRowProps) {
  const { item, index, gap, isCovered, isFresh, measure, onLook } = props;
  const isTall = props.shown?.job.decision === 'open' || props.shown?.job.state === 'review';
  return (
    <div
      ref={measure}
      role="row"
      class={`grid-row ${isCovered ? 'is-covered' : 'is-dim'} ${isFresh ? 'is-fresh' : ''} ${isTall ? 'is-tall' : ''}`}
      data-index={index}
      aria-rowindex={index + 2}
      style={{ marginBlockStart: gap > 0 ? `${gap}px` : null }}
      onFocusIn={onLook}
      onPointerEnter={onLook}
    >
      {props.columns.map((column, at) => (
        <ErrorBoundary
          key={item.key + column.id}
          fallback={({ line }) => <BrokenCell line={line} at={at} isStop={props.stop === at} />}
        >
          <Cell {...props} column={column} at={at} />
        </ErrorBoundary>
      ))}
    </div>
  );
}

interface BrokenCellProps {
  readonly line: string;
  readonly at: number;
  readonly isStop: boolean;
}

/** A value that cannot be drawn takes no other one away, and no row. */
function BrokenCell({ line, at, isStop }: BrokenCellProps) {
  return (
    <div
      role="gridcell"
      class="grid-cell soft small"
      data-column={at}
      aria-colindex={at + 1}
      tabIndex={isStop ? 0 : -1}
    >
      {t('broken.row', { line })}
    </div>
  );
}

interface CellProps extends GridRowProps {
  readonly column: GridColumn;
  readonly at: number;
}

function Cell(props: CellProps) {
  const { column, at, item, stop, standing, editor, shown } = props;
  const isStop = stop === at;
  const hasOwnControl = column.kind === 'tick' || (column.kind === 'topic' && editor !== undefined);
  const content = cellContent(item, column, shown);
  const described = describeCell(content);
  return (
    <div
      role="gridcell"
      class={classOf(column, content)}
      data-column={at}
      aria-colindex={at + 1}
      {...(!hasOwnControl && { tabIndex: isStop ? 0 : -1 })}
      {...(described && { 'aria-description': described })}
    >
      {column.kind === 'tick' && <Tick {...props} isStop={isStop} />}
      {column.kind === 'topic' && (editor ?? <Topic item={item} standing={standing} content={content} />)}
      {(column.kind === 'value' || column.kind === 'body') && <Value {...props} content={content} />}
      {column.kind === 'state' && <State standing={standing} />}
    </div>
  );
}

function classOf(column: GridColumn, { isMade, isUndecided, isHeld, isUnclear }: CellContent): string {
  return [
    'grid-cell',
    `grid-${column.kind}`,
    ...(isContext(column) ? ['is-context'] : []),
    ...(isMade ? ['is-made'] : []),
    ...(isUndecided ? ['is-undecided'] : []),
    ...(isHeld || isUnclear ? ['is-undecided', 'is-held'] : []),
  ].join(' ');
}

function Tick({ item, ticked, onTick, isStop }: CellProps & { readonly isStop: boolean }) {
  return (
    <input
      type="checkbox"
      tabIndex={isStop ? 0 : -1}
      aria-label={t('rows.generateFor', { topic: item.title.trim() || t('word.untitled') })}
      checked={ticked}
      onClick={(event) => onTick(event.currentTarget.checked, event.shiftKey)}
    />
  );
}

interface TopicProps {
  readonly item: RowItem;
  readonly standing: RowStanding;
  readonly content: CellContent;
}

function Topic({ item, standing, content }: TopicProps) {
  const title = content.text.trim() || item.title.trim();
  return (
    <>
      <span class="grid-cut grid-title" dir="auto">
        {title || <span class="soft">{t('word.untitled')}</span>}
      </span>
      {standing.standing && (
        <span class="grid-state-icon" aria-hidden="true">
          <StandingIcon name={standing.standing} />
        </span>
      )}
    </>
  );
}

function Value({
  item,
  columns,
  column,
  standing,
  content,
  onDecide,
  onEdit,
  ...props
}: CellProps & { readonly content: CellContent }) {
  const isFirstOutput = columns.find(({ isOutput, kind }) => isOutput && kind !== 'topic') === column;
  if (content.isUndecided) {
    const topic = item.title.trim() || t('word.untitled');
    const isOne = columns.filter(({ isOutput }) => isOutput).length === 1;
    return (
      <PendingCell
        content={content}
        property={column.property}
        title={isOne ? topic : t('rows.cell.title', { topic, property: column.name })}
        onDecide={(accept) => onDecide(column, accept)}
        onEdit={isEditable(column.property) ? () => onEdit(column) : undefined}
      />
    );
  }
  const held = content.isHeld || content.isUnclear ? props.heldActions(column) : undefined;
  if (held) return <HeldCell content={content} property={column.property} actions={held} />;
  if (content.isBusy) return <Shimmer isTags={isTagged(column.property?.type)} />;
  if (isFirstOutput && standing.standing === 'failed' && standing.failure) {
    return (
      <span class="grid-cut grid-why">
        <FailureText failure={standing.failure} isPlain />
      </span>
    );
  }
  return (
    <>
      <CellValue text={content.text} property={column.property} />
      {content.isMade && content.before !== undefined && <BeforeLine before={content.before} />}
    </>
  );
}

/** A row that was skipped says why, and so that it was. */
function State({ standing }: { readonly standing: RowStanding }) {
  const { failure } = standing;
  const says = standing.standing === 'skipped' || standing.standing === 'unsaved';
  if (!says || !failure || !standing.standing) return <StandingBadge standing={standing} />;
  return (
    <span class={`standing-badge ${standing.standing === 'unsaved' ? 'bad' : ''}`}>
      <StandingIcon name={standing.standing} />
      <span class="grid-cut">
        <FailureText failure={failure} isPlain />
      </span>
    </span>
  );
}
