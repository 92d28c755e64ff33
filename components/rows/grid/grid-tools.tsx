import { Columns3, RefreshCw, Search } from 'lucide';
import type { Ref } from 'preact';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Popover } from '../../ui/popover.tsx';
import type { columnGroups } from './columns.ts';
import type { RowFilter } from './row-filter.ts';
import { STANDINGS, type Standing } from './row-standing.ts';

interface GridToolsProps {
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly groups: ReturnType<typeof columnGroups>;
  readonly chosen: ReadonlyMap<string, boolean>;
  readonly onColumn: (id: string, isShown: boolean) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  /** “34 of 40 rows chosen”, or what a run has done. */
  readonly count: string;
  readonly onRefresh: () => void;
  readonly isReading: boolean;
}

/** Above the grid: what it shows. None of it changes what a run covers. */
export function GridTools(props: GridToolsProps) {
  const { filter, onFilter, searchRef, count, onRefresh, isReading } = props;
  return (
    <div class="grid-tools">
      <div class="grid-search">
        <Icon node={Search} size={15} />
        <input
          ref={searchRef}
          class="input input-small"
          type="search"
          aria-label={t('rows.search')}
          placeholder={t('rows.search')}
          value={filter.search}
          onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
        />
      </div>
      <select
        class="input input-small input-quiet"
        aria-label={t('rows.column.state')}
        value={filter.standing ?? ''}
        onChange={(event) => {
          const value = event.currentTarget.value;
          onFilter({ ...filter, standing: STANDINGS.find((one) => one === value) });
        }}
      >
        <option value="">{t('rows.anyState')}</option>
        {STANDINGS.map((standing: Standing) => (
          <option key={standing} value={standing}>
            {t(`rows.standing.${standing}`)}
          </option>
        ))}
      </select>
      <ColumnsButton {...props} />
      <Button size="icon" look="quiet" name={t('picker.refresh')} onClick={onRefresh} disabled={isReading}>
        <Icon node={RefreshCw} size={14} />
      </Button>
      <span class="grid-count soft" aria-live="polite">
        {count}
      </span>
    </div>
  );
}

function ColumnsButton({ groups, chosen, onColumn }: GridToolsProps) {
  return (
    <Popover
      name={t('rows.columns')}
      label={
        <>
          <Icon node={Columns3} size={15} />
          <span class="grid-word">{t('rows.columns')}</span>
        </>
      }
    >
      <div class="grid-columns">
        <ColumnGroup
          name={t('rows.columns.outputs')}
          properties={groups.outputs}
          isShown={(id) => chosen.get(id) ?? true}
          onColumn={onColumn}
        />
        <ColumnGroup
          name={t('rows.columns.used')}
          properties={groups.used}
          isShown={(id) => chosen.get(id) ?? true}
          onColumn={onColumn}
        />
        <ColumnGroup
          name={t('rows.columns.others')}
          properties={groups.others}
          isShown={(id) => chosen.get(id) ?? false}
          onColumn={onColumn}
        />
      </div>
    </Popover>
  );
}

interface ColumnGroupProps {
  readonly name: string;
  readonly properties: readonly PropertyView[];
  readonly isShown: (id: string) => boolean;
  readonly onColumn: (id: string, isShown: boolean) => void;
}

function ColumnGroup({ name, properties, isShown, onColumn }: ColumnGroupProps) {
  if (properties.length === 0) return null;
  return (
    <fieldset class="grid-column-group">
      <legend>{name}</legend>
      {properties.map(({ id, name: label }) => (
        <Checkbox key={id} label={label} checked={isShown(id)} onChange={(shown) => onColumn(id, shown)} />
      ))}
    </fieldset>
  );
}
