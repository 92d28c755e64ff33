import { useEffect, useRef, useState } from 'preact/hooks';

import type { JobView } from '../../../lib/messaging/protocol.ts';
import { t } from '../../i18n/translate.ts';
import type { RowItem } from '../data/row-item.ts';
import { RowLine } from './row-line.tsx';
import type { RowStore } from '../data/row-store.ts';
import type { Ticks } from '../data/use-ticks.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import '../../runs/runs.css';
import '../rows.css';

interface RowsTableProps {
  readonly items: readonly RowItem[];
  readonly name: string;
  readonly topicName: string;
  readonly outputName: string;
  readonly ticks: Ticks;
  readonly valueOf: (item: RowItem) => string;
  readonly jobOf: (item: RowItem) => JobView | undefined;
  readonly outdatedOf: (item: RowItem) => 'prompt' | 'inputs' | undefined;
  readonly store: RowStore;
  readonly onAdd: () => void;
  /** A row whose field is to have the focus as soon as it is there. */
  readonly focusKey: string | undefined;
}

type Column = 'tick' | 'topic';

/** A table of any length: only rows in sight are in the document, the rest is told by `aria-rowcount`. */
export function RowsTable(props: RowsTableProps) {
  const { items, ticks, store } = props;
  const box = useRef<HTMLDivElement>(null);
  const last = useRef<string | undefined>(undefined);
  const { virtual, handlers } = useRowFocus(props, box);
  return (
    <div ref={box} class="rows-box">
      <table class="rows-table" aria-label={props.name} aria-rowcount={items.length + 1}>
        <RowsHead topicName={props.topicName} outputName={props.outputName} ticks={ticks} />
        <tbody {...handlers}>
          {withGaps(virtual).map((part) => {
            if (typeof part === 'number') return <Gap key={`gap-${part}`} height={part} />;
            const item = items[part.index];
            if (!item) return null;
            return (
              <RowLine
                key={item.key}
                item={item}
                index={part.index}
                ticked={ticks.keys.has(item.key)}
                onTick={(ticked, withShift) => {
                  ticks.tick(item.key, ticked, withShift ? last.current : undefined);
                  last.current = item.key;
                }}
                value={props.valueOf(item)}
                job={props.jobOf(item)}
                outdated={props.outdatedOf(item)}
                store={store}
                onNext={props.onAdd}
                measure={virtual.measure}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The arrow keys move up and down in a column; the row with the focus stays in the document. */
function useRowFocus({ items, focusKey }: RowsTableProps, box: { readonly current: HTMLElement | null }) {
  const [focused, setFocused] = useState<number | undefined>();
  const goTo = useFocusMove(box);
  const virtual = useVirtualRows({
    count: items.length,
    keyOf: (index) => items[index]?.key ?? String(index),
    box,
    pinned: focused,
  });
  const move = (index: number, column: Column) => {
    goTo.current = { index, column };
    setFocused(index);
    virtual.scrollTo(index);
  };
  useEffect(() => {
    const index = items.findIndex(({ key }) => key === focusKey);
    if (index >= 0) move(index, 'topic');
  }, [focusKey]);
  const handlers = {
    onKeyDown: (event: KeyboardEvent) => {
      const column = (event.target as HTMLElement).dataset['cell'] as Column | undefined;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const index = rowIndexOf(event.target as HTMLElement) + step;
      if (!column || step === 0 || event.isComposing || !items[index]) return;
      event.preventDefault();
      move(index, column);
    },
    onFocusIn: (event: FocusEvent) => setFocused(rowIndexOf(event.target as HTMLElement)),
    onFocusOut: (event: FocusEvent) => {
      if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) setFocused(undefined);
    },
  };
  return { virtual, handlers };
}

interface RowsHeadProps {
  readonly topicName: string;
  readonly outputName: string;
  readonly ticks: Ticks;
}

function RowsHead({ topicName, outputName, ticks }: RowsHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" class="rows-tick">
          <TickAll ticks={ticks} />
        </th>
        <th scope="col" class="rows-topic">
          {topicName}
        </th>
        <th scope="col" class="rows-value">
          {outputName}
        </th>
        <th scope="col" class="rows-state">
          {t('rows.column.state')}
        </th>
        <th scope="col" class="rows-open">
          <span class="visually-hidden">{t('rows.column.open')}</span>
        </th>
      </tr>
    </thead>
  );
}

/** Rows in sight, and the heights of what lies between, before and after them. */
function withGaps({ rows, height }: ReturnType<typeof useVirtualRows>): (number | (typeof rows)[number])[] {
  const parts: (number | (typeof rows)[number])[] = [];
  let end = 0;
  for (const row of rows) {
    if (row.start > end) parts.push(row.start - end);
    parts.push(row);
    end = row.end;
  }
  if (height > end) parts.push(height - end);
  return parts;
}

function Gap({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden="true" class="rows-gap" style={{ height: `${height}px` }}>
      <td colSpan={5} />
    </tr>
  );
}

function TickAll({ ticks }: { readonly ticks: Ticks }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticks.state === 'some';
  });
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={t('rows.selectAll')}
      checked={ticks.state === 'all'}
      onClick={(event) => ticks.tickAll(event.currentTarget.checked)}
    />
  );
}

function rowIndexOf(element: HTMLElement): number {
  return Number(element.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);
}

/** Gives the focus to a cell's control once its row is in the document. */
function useFocusMove(box: { readonly current: HTMLElement | null }) {
  const goTo = useRef<{ index: number; column: Column } | undefined>(undefined);
  useEffect(() => {
    if (!goTo.current) return;
    const { index, column } = goTo.current;
    const control = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-cell="${column}"]`);
    if (!control) return;
    goTo.current = undefined;
    control.focus();
  });
  return goTo;
}
