import { ArrowDownToLine } from 'lucide';
import { useMemo, useRef, useState } from 'preact/hooks';

import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { RowItem } from '../data/row-item.ts';
import { columnTracks } from './columns.ts';
import { cellContent, type CellContent } from './cell-content.ts';
import { gridAction, type GridAction, type GridPlace } from './grid-keys.ts';
import { GridHead } from './grid-head.tsx';
import { Line } from './grid-line.tsx';
import { decisionOf, nextQuestion, questionAt, START } from './questions.ts';
import { rowHeight, useGridSize } from './row-height.ts';
import type { RowsGridProps } from './rows-grid-props.ts';
import { useFollow } from './use-follow.ts';
import { useGridPlaces, type GridPlaces } from './use-grid-places.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import { WholeCell } from './whole-cell.tsx';
import './grid-tools.css';
import './grid.css';
import './tags.css';
import './cell-states.css';
import './whole-cell.css';
import './pending-cell.css';

/** A grid of any length: only rows in sight are in the document, the rest is told by `aria-rowcount`. */
export function RowsGrid(props: RowsGridProps) {
  const { items, columns, ticks } = props;
  const box = useRef<HTMLDivElement>(null);
  const body = useGridBody(props, box);
  const { places, virtual } = body;
  const latest = useRef({ props, body });
  latest.current = { props, body };
  const tracks = useMemo(
    () => ({
      '--cols': columnTracks(columns, 'wide'),
      '--cols-m': columnTracks(columns, 'medium'),
      '--cols-s': columnTracks(columns, 'small'),
    }),
    [columns],
  );
  return (
    <>
      <div
        ref={box}
        class="grid"
        role="grid"
        tabIndex={-1}
        aria-label={t('rows.table')}
        aria-rowcount={items.length + 1}
        aria-colcount={columns.length}
        style={tracks}
        onKeyDown={body.onKeyDown}
        {...places.handlers}
        {...body.follow.handlers}
      >
        <GridHead columns={columns} ticks={ticks} stop={places.row < 0 ? places.column : undefined} />
        <div
          role="rowgroup"
          onClick={body.onClick}
          onDblClick={body.onDblClick}
          style={{ paddingBlockEnd: `${virtual.rest}px` }}
        >
          {virtual.rows.map(({ index, gap }) => {
            const item = items[index];
            return item && <Line key={item.key} {...props} latest={latest} item={item} index={index} gap={gap} />;
          })}
        </div>
        {body.opened && <WholeCell {...props} {...body.opened} anchor={body.anchor} onClose={body.close} />}
      </div>
      {body.follow.canFollow && (
        <div class="grid-follow">
          <Button size="small" onClick={body.follow.follow}>
            <Icon node={ArrowDownToLine} size={14} />
            {t('rows.follow')}
          </Button>
        </div>
      )}
    </>
  );
}

interface OpenedCell {
  readonly itemKey: string;
  readonly columnId: string;
  /** An answer that is being changed before it is accepted. */
  readonly isEdited: boolean;
}

function useGridBody(props: RowsGridProps, box: { readonly current: HTMLElement | null }) {
  const { items, columns, onEdit } = props;
  const layout = useRowLayout(props);
  const [opened, setOpened] = useState<OpenedCell | undefined>();
  const looks = useLooks(props.runId);
  const tick = useTicking(props);
  const stop = useRef<number | undefined>(undefined);
  const virtual = useVirtualRows({
    count: items.length,
    ...layout,
    box,
    pinned: stop.current ?? 0,
  });
  const places = useGridPlaces({ items, columns: columns.length, box, scrollTo: virtual.scrollTo });
  stop.current = places.row;
  const onAsked = () => pointAtQuestion(props, places);
  const follow = useFollow({ ...props, box, scrollTo: virtual.scrollTo, onAsked });
  const open = (isEdited: boolean, place: GridPlace = places) => {
    const item = items[place.row];
    const at = columns[place.column];
    if (item && at && at.kind !== 'tick') setOpened({ itemKey: item.key, columnId: at.id, isEdited });
  };
  const decide = (how: 'accept' | 'reject' | 'edit') => {
    const asked = questionAt(props, places);
    if (how === 'edit' && (asked || isHeldAt(props, places))) return open(true);
    if (!asked) return;
    props.onDecide(decisionOf(asked, how === 'accept'));
    const next = nextQuestion(props, places);
    if (next) places.go(next);
  };
  const act = (action: GridAction) => {
    const item = items[places.row];
    if (action.kind === 'move') {
      if (action.extends) tick.extend(places.row, action.to.row);
      places.go(action.to);
    } else if (action.kind === 'open') open(false);
    else if (action.kind === 'decide') decide(action.how);
    else if (action.kind === 'rename') onEdit(item?.key);
    else if (action.kind === 'search') props.onSearch();
    else if (action.kind === 'tick-all') props.ticks.tickAll(props.ticks.state !== 'all');
    else if (action.kind === 'tick' && item) tick.toggle(item.key, action.range);
  };
  return {
    virtual,
    follow,
    places,
    looks,
    tick,
    opened,
    edit: (at: GridPlace) => (places.go(at), open(true, at)),
    close: () => (setOpened(undefined), places.go(places)),
    anchor: () =>
      box.current
        ?.querySelector(`[data-index="${places.row}"] > [data-column="${places.column}"]`)
        ?.getBoundingClientRect(),
    onKeyDown: keyHandler({ box, places, rows: items.length, columns: columns.length, page: virtual.page, act }),
    ...pointing(places, items, onEdit),
  };
}

/** The same functions as long as they tell the same: with others, all rows are laid out anew. */
function useRowLayout({ items, shownJobOf }: RowsGridProps) {
  const size = useGridSize();
  return useMemo(
    () => ({
      keyOf: (index: number) => items[index]?.key ?? String(index),
      heightOf: (index: number) => rowHeight(size, items[index] && shownJobOf(items[index])?.job),
    }),
    [items, size, shownJobOf],
  );
}

/** Tab then leads to the first answer that waits for a decision. */
function pointAtQuestion(props: RowsGridProps, places: GridPlaces): void {
  const first = nextQuestion(props, START);
  if (first) places.point(first);
}

const isOpenToEdit = ({ isHeld, isUnclear }: CellContent): boolean => isHeld || isUnclear === true;

/** Whether a check holds back what the cell was to be, or it waits for who is meant. */
function isHeldAt({ items, columns, shownJobOf }: RowsGridProps, { row, column }: GridPlace): boolean {
  const item = items[row];
  const at = columns[column];
  return item !== undefined && at !== undefined && isOpenToEdit(cellContent(item, at, shownJobOf(item)));
}

interface KeyHandlerOptions {
  readonly box: { readonly current: HTMLElement | null };
  readonly places: GridPlaces;
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
  readonly act: (action: GridAction) => void;
}

function keyHandler({ box, places, act, ...size }: KeyHandlerOptions) {
  return (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.isComposing || event.altKey || !box.current || target.closest('dialog')) return;
    // The checkbox takes Space by itself.
    if (target instanceof HTMLInputElement && event.key === ' ' && !event.shiftKey) return;
    const pressed = { key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
    const action = gridAction(pressed, places, size, getComputedStyle(box.current).direction === 'rtl');
    if (!action) return;
    event.preventDefault();
    act(action);
  };
}

/** A click gives a cell the focus; a second one on a topic that has it, or a double click, edits it. */
function pointing(places: GridPlaces, items: readonly RowItem[], onEdit: (key: string) => void) {
  const rowAt = (event: MouseEvent) => {
    const topic = (event.target as HTMLElement).closest<HTMLElement>('.grid-topic');
    const index = Number(topic?.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);
    return topic && !topic.querySelector('[data-editor]') ? items[index] : undefined;
  };
  return {
    onClick: (event: MouseEvent) => {
      const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
      if (cell && cell.tabIndex >= -1 && !cell.contains(document.activeElement)) cell.focus({ preventScroll: true });
    },
    onDblClick: (event: MouseEvent) => {
      const item = rowAt(event);
      if (item) onEdit(item.key);
    },
  };
}

/** Rows that were looked at since a run made something of them. */
function useLooks(runId: string | undefined) {
  const [seen, setSeen] = useState<{ runId: string | undefined; keys: ReadonlySet<string> }>({
    runId,
    keys: new Set(),
  });
  const keys = seen.runId === runId ? seen.keys : new Set<string>();
  return {
    has: (key: string) => keys.has(key),
    look: (key: string) => {
      if (!keys.has(key)) setSeen({ runId, keys: new Set([...keys, key]) });
    },
  };
}

/** Ticks by hand: the last one is where a range begins. */
function useTicking({ ticks, items }: RowsGridProps) {
  const last = useRef<string | undefined>(undefined);
  const set = (key: string, ticked: boolean, isRange: boolean) => {
    ticks.tick(key, ticked, isRange ? last.current : undefined);
    last.current = key;
  };
  return {
    set,
    toggle: (key: string, isRange: boolean) => set(key, isRange || !ticks.keys.has(key), isRange),
    /** Shift and an arrow: the row that is left and the one that is gone to. */
    extend: (from: number, to: number) => {
      const [start, end] = [items[from], items[to]];
      if (!start || !end) return;
      ticks.tick(end.key, true, start.key);
      last.current = end.key;
    },
  };
}
