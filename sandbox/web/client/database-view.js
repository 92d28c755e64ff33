import { app } from './app.js';
import { button, h, icon, write } from './dom.js';
import { label } from './labels.js';
import { renderCell } from './property-cell.js';

const ROW_HEIGHT = 37;
const WINDOW = 30;
const tag = (name, props, ...children) => h('div', { class: `notion-${name}`, ...props }, ...children);

function tabs(page, active) {
  const one = (view) =>
    tag(
      'collection-view-tab',
      {},
      tag(
        'collection-view-tab-button',
        { 'data-collection-view-id': view.id },
        h(
          'div',
          {
            class: 'x-tab',
            role: 'tab',
            tabindex: '0',
            'aria-selected': String(view === active),
            on: { click: () => app.openView(view) },
          },
          view.name,
        ),
      ),
    );
  return h(
    'div',
    { class: 'x-tabs' },
    h('div', { role: 'tablist', class: 'x-tab-list' }, (page.views ?? []).map(one)),
    h('div', { class: 'x-spacer' }),
    button({ class: 'notion-collection-filter x-icon-button', 'aria-label': label('filter') }, icon('menu')),
    button({ class: 'notion-collection-sort x-icon-button', 'aria-label': label('sort') }, icon('text')),
    button({ class: 'x-icon-button', 'aria-label': label('search') }, icon('search')),
    button({ class: 'x-new' }, label('newRow')),
  );
}

const SIGN = { checkbox: 'check', status: 'star', select: 'menu', multi_select: 'menu', date: 'inbox', url: 'link' };

const WIDTH = { title: 240, rich_text: 320, checkbox: 110, status: 140, select: 140 };
const widthOf = (type) => `${WIDTH[type] ?? 170}px`;

function headerRow(page) {
  const cell = (name, index, type) =>
    tag(
      'table-view-header-cell',
      { 'data-col-index': index, style: { width: widthOf(type) } },
      icon(SIGN[type] ?? 'text'),
      h('span', { class: 'x-clip' }, name),
    );
  const cells = [
    cell(label('name'), 0, 'title'),
    ...(page.columns ?? []).map((column, index) => cell(column.name, index + 1, column.type)),
  ];
  return tag(
    'table-view-header-row',
    {},
    h('div', {}),
    h('div', { class: 'x-head-cells' }, h('div', { class: 'x-head-cells' }, cells)),
  );
}

const value = (content) => h('div', { class: 'x-value', 'data-testid': 'property-value' }, content);

function tableRow(row, columns) {
  const open = button(
    { class: 'x-row-open', on: { click: () => app.openPeek(row.id, 'side') } },
    label('open').toUpperCase(),
  );
  const title = tag(
    'table-view-cell',
    { 'data-col-index': 0, style: { width: widthOf('title') } },
    value([
      button({ class: 'notion-record-icon' }, icon('page')),
      h('span', { class: 'x-cell-text x-cell-title' }, row.title || label('newPage')),
      open,
    ]),
  );
  const cells = columns.map((column, index) =>
    tag(
      'table-view-cell',
      { 'data-col-index': index + 1, style: { width: widthOf(column.type) } },
      value(renderCell(row.cells[column.id], column.type)),
    ),
  );
  return h(
    'div',
    { class: 'notion-selectable notion-page-block notion-collection-item', 'data-block-id': row.id },
    tag('table-view-row', {}, h('div', { class: 'x-cells' }, h('div', { class: 'x-gutter' }), title, cells)),
  );
}

/** About thirty rows are in the document; scrolling recycles them. */
function createTable(scroller) {
  let shown;
  const body = h('div', { class: 'x-rows' });
  const drawn = new Map();
  const element = tag('table-view', {}, tag('collection_view-block', {}, h('div', { class: 'x-head-holder' }), body));
  const draw = () => {
    const rows = shown.rows ?? [];
    const first = Math.max(0, Math.min(rows.length - WINDOW, Math.floor((scroller.scrollTop - 200) / ROW_HEIGHT)));
    const visible = rows.slice(first, first + WINDOW);
    write(() => {
      body.style.setProperty('padding-top', `${first * ROW_HEIGHT}px`);
      body.style.setProperty('padding-bottom', `${Math.max(0, rows.length - first - WINDOW) * ROW_HEIGHT}px`);
      const wanted = visible.map((row) => {
        const sign = JSON.stringify([row, shown.columns]);
        const old = drawn.get(row.id);
        if (old?.sign === sign) return old.element;
        const fresh = tableRow(row, shown.columns ?? []);
        if (old) markFresh(old.element, fresh);
        drawn.set(row.id, { sign, element: fresh });
        return fresh;
      });
      for (const id of drawn.keys()) if (!visible.some((row) => row.id === id)) drawn.delete(id);
      if (wanted.length !== body.childElementCount || wanted.some((row, index) => row !== body.children[index]))
        body.replaceChildren(...wanted);
    });
  };
  scroller.addEventListener('scroll', draw, { passive: true });
  return {
    element,
    update(page) {
      shown = page;
      element.querySelector('.x-head-holder').replaceChildren(headerRow(page));
      draw();
    },
  };
}

/** A cell that changed under the eyes of a person lights up for a moment. */
function markFresh(old, fresh) {
  const cells = (row) => [...row.querySelectorAll('.notion-table-view-cell')];
  const before = cells(old);
  for (const [index, cell] of cells(fresh).entries()) {
    if (before[index] && before[index].textContent !== cell.textContent) cell.classList.add('x-fresh');
  }
}

const card = (row, mode) =>
  h(
    'div',
    {
      class: 'notion-selectable notion-page-block notion-collection-item x-card-item',
      'data-block-id': row.id,
      on: { click: () => app.openPeek(row.id, mode) },
    },
    row.title || label('newPage'),
  );

/** One group, whose heading is the trap: it wears the class of a full-page database. */
function createBoard(mode) {
  const group = tag('board-group', {});
  return {
    element: tag('board-view', {}, group),
    update: (page) =>
      group.replaceChildren(
        tag('collection_view_page-block', {}, button({ 'aria-expanded': 'true' }, 'To do')),
        ...(page.rows ?? []).slice(0, WINDOW).map((row) => card(row, mode)),
      ),
  };
}

const createCalendar = () => ({
  element: tag(
    'calendar-view',
    {},
    Array.from({ length: 35 }, (_, day) => h('div', { class: 'x-day' }, String((day % 30) + 1))),
  ),
  update: () => undefined,
});

function createBody(type, scroller) {
  if (type === 'board') return createBoard('side');
  if (type === 'gallery') return createBoard('center');
  return type === 'calendar' ? createCalendar() : createTable(scroller);
}

export function renderDatabase(page, scroller) {
  const activeView = (one) => one.views?.find((view) => view.id === app.route.viewId) ?? one.views?.[0];
  let view = activeView(page);
  let body = createBody(view?.type, scroller);
  const top = h('div', {}, tabs(page, view));
  const sticky = h('div', { class: 'sticky-portal-target' }, headerRow(page));
  const holder = h('div', { class: 'notion-collection-view-body notion-scroller horizontal' }, body.element);
  // The copy of the header is there for those who count header rows; it shows only while the table is scrolled.
  const onScroll = () =>
    sticky.classList.toggle('x-stuck', scroller.scrollTop > 220 && (view?.type ?? 'table') === 'table');
  scroller.addEventListener('scroll', onScroll, { passive: true });
  body.update(page);
  return {
    element: h('div', { class: 'x-database' }, top, sticky, holder),
    update(next) {
      write(() => {
        const wanted = activeView(next);
        if (wanted?.id !== view?.id) {
          body = createBody(wanted?.type, scroller);
          holder.replaceChildren(body.element);
        }
        view = wanted;
        top.replaceChildren(tabs(next, view));
        body.update(next);
      });
    },
    destroy: () => scroller.removeEventListener('scroll', onScroll),
  };
}
