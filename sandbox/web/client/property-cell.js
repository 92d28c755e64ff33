import { h, icon } from './dom.js';

/** A property's value as a table or a row's page shows it. */
export function renderCell(cell, type) {
  if (type === 'checkbox') {
    return h(
      'span',
      { class: 'x-box', role: 'checkbox', 'aria-checked': String(Boolean(cell?.checked)) },
      cell?.checked ? icon('check') : null,
    );
  }
  if (cell?.tags)
    return h(
      'span',
      { class: 'x-tags' },
      cell.tags.map((tag) => h('span', { class: `x-tag x-tag-${tag.color}` }, tag.name)),
    );
  return h('span', { class: 'x-cell-text' }, cell?.text ?? '');
}
