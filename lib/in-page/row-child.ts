/** The part of an element that the climb needs: tests bring plain objects. */
export interface TreeNode<Self> {
  readonly parentElement: Self | null;
  contains(other: Self | null): boolean;
}

/**
 * From the share button up to the child of the action row that holds it. Notion wraps each button alone, several
 * levels deep: what is put into such a wrapper vanishes with it. The row is the first ancestor that holds another of
 * the bar's buttons too, or the row element itself where it is known by its class.
 */
export function findRowChild<T extends TreeNode<T>>(
  share: T,
  bar: T,
  row: T | null,
  others: readonly T[],
): { row: T; child: T } | undefined {
  let child = share;
  for (let parent = child.parentElement; parent !== null; parent = parent.parentElement) {
    if (parent === row || parent === bar || others.some((other) => parent.contains(other)))
      return { row: parent, child };
    child = parent;
  }
  return undefined;
}
