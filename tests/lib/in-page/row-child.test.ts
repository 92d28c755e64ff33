import { describe, expect, it } from 'vitest';

import { findRowChild } from '../../../lib/in-page/row-child.ts';

class Box {
  parentElement: Box | null = null;
  readonly children: Box[];
  constructor(...children: Box[]) {
    this.children = children;
    for (const child of children) child.parentElement = this;
  }
  contains(other: Box | null): boolean {
    return other === this || this.children.some((child) => child.contains(other));
  }
}

describe('findRowChild', () => {
  it('climbs out of wrappers that hold the share button alone', () => {
    const share = new Box();
    const wrapper = new Box(new Box(share));
    const more = new Box();
    const row = new Box(new Box(), wrapper, new Box(more));
    const bar = new Box(row);
    expect(findRowChild(share, bar, row, [more])).toEqual({ row, child: wrapper });
  });

  it('finds the row by its other buttons where its class is gone', () => {
    const share = new Box();
    const more = new Box();
    const wrapper = new Box(share);
    const row = new Box(wrapper, new Box(more));
    expect(findRowChild(share, new Box(new Box(row)), null, [more])).toEqual({ row, child: wrapper });
  });

  it('stops at the inner group when the buttons are grouped inside the row', () => {
    const share = new Box();
    const more = new Box();
    const group = new Box(share, more);
    const row = new Box(new Box(), group);
    expect(findRowChild(share, new Box(row), row, [more])).toEqual({ row: group, child: share });
  });

  it('takes the row, or else the bar, when share is the only button', () => {
    const share = new Box();
    const wrapper = new Box(share);
    const row = new Box(wrapper);
    const bar = new Box(row);
    expect(findRowChild(share, bar, row, [])).toEqual({ row, child: wrapper });
    expect(findRowChild(share, bar, null, [])).toEqual({ row: bar, child: row });
  });

  it('finds nothing for a button outside the bar', () => {
    expect(findRowChild(new Box(), new Box(), null, [])).toBeUndefined();
  });
});
