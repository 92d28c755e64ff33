import {
  AtSign,
  Calendar,
  CircleChevronDown,
  Clock,
  FileText,
  Hash,
  Link,
  List,
  Loader,
  Phone,
  Sigma,
  SquareCheck,
  TextAlignStart,
  Type,
  User,
  ArrowUpRight,
  type IconNode,
} from 'lucide';

import { Icon } from '../../ui/icon.tsx';

const ICONS: Readonly<Record<string, IconNode>> = {
  title: Type,
  rich_text: TextAlignStart,
  number: Hash,
  select: CircleChevronDown,
  multi_select: List,
  status: Loader,
  date: Calendar,
  checkbox: SquareCheck,
  url: Link,
  email: AtSign,
  phone_number: Phone,
  people: User,
  created_by: User,
  last_edited_by: User,
  created_time: Clock,
  last_edited_time: Clock,
  relation: ArrowUpRight,
  formula: Sigma,
  rollup: Sigma,
  body: FileText,
};

/** The sign of a property's type, as Notion's users know it. */
export function PropertyIcon({ type }: { readonly type: string }) {
  return <Icon node={ICONS[type] ?? TextAlignStart} size={14} />;
}
