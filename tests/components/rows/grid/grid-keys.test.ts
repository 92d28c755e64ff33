import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gridAction, type GridKey } from '../../../../components/rows/grid/grid-keys.ts';

const SIZE = { rows: 20, columns: 5, page: 8 };
const press = (key: string, over: Partial<GridKey> = {}): GridKey => ({ key, shift: false, ctrl: false, ...over });
const moveTo = (row: number, column: number) => ({ kind: 'move', to: { row, column }, extends: false });

describe('a key in the grid', () => {
  it('moves by one cell, from the first row into the header, and stays at the edges', () => {
    expect(gridAction(press('ArrowDown'), { row: 3, column: 1 }, SIZE)).toEqual(moveTo(4, 1));
    expect(gridAction(press('ArrowUp'), { row: 0, column: 1 }, SIZE)).toEqual(moveTo(-1, 1));
    expect(gridAction(press('ArrowUp'), { row: -1, column: 1 }, SIZE)).toEqual(moveTo(-1, 1));
    expect(gridAction(press('ArrowLeft'), { row: 3, column: 0 }, SIZE)).toEqual(moveTo(3, 0));
    expect(gridAction(press('ArrowRight'), { row: 3, column: 4 }, SIZE)).toEqual(moveTo(3, 4));
  });

  it('goes to the ends of the row, of the grid, and by a view', () => {
    expect(gridAction(press('Home'), { row: 3, column: 2 }, SIZE)).toEqual(moveTo(3, 0));
    expect(gridAction(press('End'), { row: 3, column: 2 }, SIZE)).toEqual(moveTo(3, 4));
    expect(gridAction(press('Home', { ctrl: true }), { row: 3, column: 2 }, SIZE)).toEqual(moveTo(0, 0));
    expect(gridAction(press('End', { ctrl: true }), { row: 3, column: 2 }, SIZE)).toEqual(moveTo(19, 4));
    expect(gridAction(press('PageDown'), { row: 15, column: 2 }, SIZE)).toEqual(moveTo(19, 2));
    expect(gridAction(press('PageUp'), { row: 10, column: 2 }, SIZE)).toEqual(moveTo(2, 2));
  });

  it('follows the direction of reading', () => {
    expect(gridAction(press('ArrowLeft'), { row: 3, column: 1 }, SIZE, true)).toEqual(moveTo(3, 2));
  });

  it('extends a range with Shift, but not from the header', () => {
    const down = press('ArrowDown', { shift: true });
    expect(gridAction(down, { row: 3, column: 0 }, SIZE)).toEqual({ ...moveTo(4, 0), extends: true });
    expect(gridAction(down, { row: -1, column: 0 }, SIZE)).toEqual(moveTo(0, 0));
    expect(gridAction(down, { row: 19, column: 0 }, SIZE)).toEqual(moveTo(19, 0));
  });

  it('ticks, opens, renames, searches and decides', () => {
    const at = { row: 2, column: 1 };
    expect(gridAction(press(' '), at, SIZE)).toEqual({ kind: 'tick', range: false });
    expect(gridAction(press(' ', { shift: true }), at, SIZE)).toEqual({ kind: 'tick', range: true });
    expect(gridAction(press('a', { ctrl: true }), at, SIZE)).toEqual({ kind: 'tick-all' });
    expect(gridAction(press('Enter'), at, SIZE)).toEqual({ kind: 'open' });
    expect(gridAction(press('F2'), at, SIZE)).toEqual({ kind: 'rename' });
    expect(gridAction(press('/'), at, SIZE)).toEqual({ kind: 'search' });
    expect(gridAction(press('r'), at, SIZE)).toEqual({ kind: 'decide', how: 'reject' });
  });

  it('leaves the browser what is the browser’s', () => {
    for (const key of ['Tab', 'Escape', 'x', 'F5'])
      expect(gridAction(press(key), { row: 0, column: 0 }, SIZE)).toBe(undefined);
    expect(gridAction(press('r', { ctrl: true }), { row: 0, column: 0 }, SIZE)).toBe(undefined);
  });

  it('never leaves the grid, whatever its size', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];
    fc.assert(
      fc.property(
        fc.record({ rows: fc.nat(30), columns: fc.integer({ min: 1, max: 9 }), page: fc.integer({ min: 1, max: 12 }) }),
        fc.array(fc.record({ key: fc.constantFrom(...keys), shift: fc.boolean(), ctrl: fc.boolean() }), {
          maxLength: 30,
        }),
        fc.boolean(),
        (size, presses, isRtl) => {
          let at = { row: Math.min(0, size.rows - 1), column: 0 };
          for (const pressed of presses) {
            const action = gridAction(pressed, at, size, isRtl);
            if (action?.kind === 'move') at = action.to;
            expect(at.row).toBeGreaterThanOrEqual(-1);
            expect(at.row).toBeLessThan(Math.max(size.rows, 1));
            expect(at.column).toBeGreaterThanOrEqual(0);
            expect(at.column).toBeLessThan(size.columns);
          }
        },
      ),
    );
  });
});
