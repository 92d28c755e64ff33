import { ArrowUp } from 'lucide';

import { Icon } from './icon.tsx';
import './list-table.css';

export type SortDirection = 'ascending' | 'descending';

interface SortHeaderProps {
  readonly label: string;
  /** Absent: the list is in the order of another column. */
  readonly direction?: SortDirection | undefined;
  readonly onSort: () => void;
  readonly isNumber?: boolean;
}

/** A column's header that puts the list in its order; the direction is in `aria-sort`, not in the name. */
export function SortHeader({ label, direction, onSort, isNumber }: SortHeaderProps) {
  return (
    <th scope="col" class={isNumber ? 'list-number' : ''} {...(direction && { 'aria-sort': direction })}>
      <button type="button" class="sort-button" onClick={onSort}>
        {label}
        <Icon node={ArrowUp} size={14} />
      </button>
    </th>
  );
}
