import type { BlockNode, ItemNode, TagNode } from './block-node.ts';
import { listMarkerOf, type ListMarker } from './line-kind.ts';
import type { ListParent } from './numbered-lists.ts';

export type Container = ListParent &
  (
    | { readonly kind: 'root' | 'quote' | 'directive' }
    | { readonly kind: 'tag'; readonly node: TagNode; base: number | undefined }
    | OpenItem
  );

export interface OpenItem {
  readonly kind: 'item';
  readonly node: ItemNode;
  readonly marker: ListMarker;
  readonly markerIndent: number;
  /** Column where the item's content begins. */
  readonly contentIndent: number;
}

/**
 * Whether a line belongs to an open item. CommonMark wants it indented as far as the item's content; models indent by two
 * columns also below "1. " and "10. ", and by three below both. A number that follows the item's own is its sibling, however it
 * is indented.
 */
export function belongsToItem(
  { marker, markerIndent, contentIndent, children }: OpenItem & ListParent,
  indent: number,
  text: string,
): boolean {
  if (indent < markerIndent + 2) return false;
  if (!marker.ordered || !isDigit(text)) return true;
  const other = listMarkerOf(text);
  if (other === undefined || other.delimiter !== marker.delimiter) return true;
  if (Number(other.digits) !== Number(marker.digits) + 1 || indent > contentIndent + 3) return true;
  return endsWithNumber(children);
}

const isDigit = (text: string): boolean => /^\d/.test(text);

/** The number may then go on with a list inside the item. */
function endsWithNumber(children: readonly BlockNode[]): boolean {
  return children.some((child) => child.type === 'item' && child.ordered);
}
