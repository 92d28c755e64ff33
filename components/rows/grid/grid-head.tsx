import { WandSparkles } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../i18n/translate.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Ticks } from '../data/use-ticks.ts';
import { isContext, type GridColumn } from './columns.ts';
import { PropertyIcon } from './property-icon.tsx';

interface GridHeadProps {
  readonly columns: readonly GridColumn[];
  readonly ticks: Ticks;
  /** The column that has the tab stop, while it is in the header. */
  readonly stop: number | undefined;
}

/** The names of the columns. A wand marks those that a run writes. */
export function GridHead({ columns, ticks, stop }: GridHeadProps) {
  return (
    <div role="row" class="grid-row grid-head" data-index={-1} aria-rowindex={1}>
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="columnheader"
          class={`grid-cell grid-${column.kind} ${isContext(column) ? 'is-context' : ''} ${column.isOutput ? 'is-output' : ''}`}
          data-column={at}
          aria-colindex={at + 1}
          {...(column.kind !== 'tick' && { tabIndex: stop === at ? 0 : -1 })}
        >
          {column.kind === 'tick' ? <TickAll ticks={ticks} isStop={stop === at} /> : <HeadText column={column} />}
        </div>
      ))}
    </div>
  );
}

function HeadText({ column }: { readonly column: GridColumn }) {
  const { kind, isOutput, property, name } = column;
  if (kind === 'state') return <span class="grid-cut">{t('rows.column.state')}</span>;
  const type = property?.type ?? (kind === 'topic' ? 'title' : 'body');
  return (
    <>
      {isOutput ? (
        <span class="grid-wand">
          <Icon node={WandSparkles} size={14} />
        </span>
      ) : (
        <PropertyIcon type={type} />
      )}
      <span class="grid-cut" title={name}>
        {kind === 'body' ? t('rows.output.body') : name}
      </span>
    </>
  );
}

function TickAll({ ticks, isStop }: { readonly ticks: Ticks; readonly isStop: boolean }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticks.state === 'some';
  });
  return (
    <input
      ref={box}
      type="checkbox"
      tabIndex={isStop ? 0 : -1}
      aria-label={t('rows.selectAll')}
      checked={ticks.state === 'all'}
      onClick={(event) => ticks.tickAll(event.currentTarget.checked)}
    />
  );
}
