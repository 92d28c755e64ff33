import { app } from './app.js';
import { reconcile } from './blocks.js';
import { renderDatabase } from './database-view.js';
import { button, emoji, h, write } from './dom.js';
import { label } from './labels.js';
import { options } from './options.js';
import { renderCell } from './property-cell.js';

function titleOf(page) {
  const modern = {
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-roledescription': 'page title',
    placeholder: label('newPage'),
  };
  const named = options.cohort === '2021' ? { placeholder: 'Untitled' } : modern;
  return h(
    'h1',
    { class: 'notranslate', contenteditable: 'true', 'data-content-editable-leaf': 'true', ...named },
    page.title,
  );
}

function head(page) {
  const controls = h(
    'div',
    { class: 'notion-page-controls', contenteditable: 'false' },
    page.icon ? h('span', { class: 'x-page-icon' }, emoji(page.icon)) : null,
  );
  const type = page.kind === 'database' ? 'collection_view_page' : 'page';
  return h(
    'div',
    { class: 'layout-content' },
    h('div', {}, controls),
    h('div', { class: `notion-selectable notion-${type}-block`, 'data-block-id': page.id }, titleOf(page)),
  );
}

const propertyRows = (page) =>
  (page.properties ?? []).map((property) =>
    h(
      'div',
      { role: 'row', class: 'x-property' },
      h('div', { role: 'cell', class: 'x-property-name' }, property.name),
      h('div', { role: 'cell' }, renderCell(property.cell, property.type)),
    ),
  );

/** The body of a page or database, for the frame or a peek. `update` shows a newer state of the same page. */
export function createPageView(page, layout = 'layout') {
  const scroller = h('div', { class: 'notion-scroller vertical' });
  const header = head(page);
  const properties = h(
    'div',
    { role: 'table', 'aria-label': label('properties'), contenteditable: 'false' },
    propertyRows(page),
  );
  const content = h('div', { class: 'notion-page-content' });
  const database = page.kind === 'database' ? renderDatabase(page, scroller) : undefined;
  const parts = database
    ? [header, h('div', { class: 'layout-full', contenteditable: 'false' }, database.element)]
    : [
        h('div', { class: 'layout-full', contenteditable: 'false' }),
        header,
        page.properties ? h('div', { class: 'layout-content layout-content-with-divider' }, properties) : null,
        page.properties
          ? h(
              'div',
              { class: 'layout-content layout-content-with-divider' },
              h('div', { class: 'notion-page-view-discussion', contenteditable: 'false' }, label('addComment')),
            )
          : null,
        h('div', { class: 'layout-content layout-editor' }, content),
      ];
  const root = h(
    'div',
    { class: 'whenContentEditable', 'data-content-editable-root': 'true', contenteditable: 'true' },
    h('div', { class: layout === 'layout' ? 'layout' : `layout ${layout}` }, parts),
  );
  scroller.append(root, h('div', { class: 'notion-presence-container' }));
  if (!database) reconcile(content, page.blocks);

  return {
    element: scroller,
    root,
    id: page.id,
    update(next) {
      write(() => {
        const title = header.querySelector('h1');
        if (title.textContent !== next.title) title.textContent = next.title;
        if (next.properties) properties.replaceChildren(...propertyRows(next));
      });
      if (database) database.update(next);
      else reconcile(content, next.blocks);
    },
    destroy: () => database?.destroy(),
  };
}

/** Between two pages: the old content is gone, the new one is not there yet. */
export const skeleton = () =>
  h(
    'div',
    { class: 'notion-scroller vertical' },
    h(
      'div',
      { class: 'x-skeleton' },
      [60, 90, 75, 82].map((width) => h('div', { class: 'x-bone', style: { width: `${width}%` } })),
    ),
  );

export function homeView() {
  return h(
    'div',
    { class: 'notion-scroller vertical' },
    h(
      'div',
      { class: 'x-home' },
      h('div', { class: 'x-home-title' }, `${label('hello')}`),
      h('div', { class: 'x-quiet' }, app.sidebar.workspace),
    ),
  );
}

export const chatView = () =>
  h(
    'div',
    { class: 'notion-scroller vertical' },
    h(
      'div',
      { class: 'x-home' },
      button({ class: 'x-text-button', 'data-testid': 'share-chat-button' }, label('share')),
      h('div', { class: 'x-composer', role: 'textbox', contenteditable: 'true', placeholder: label('ask') }),
    ),
  );

export const missingView = () =>
  h(
    'div',
    { class: 'x-home' },
    h('div', { class: 'x-home-title' }, label('notFound')),
    button({ class: 'x-text-button', on: { click: () => app.go('/') } }, label('back')),
  );

export const loginView = () =>
  h(
    'div',
    { class: 'x-home' },
    h('div', { class: 'x-home-title' }, label('login')),
    h('input', { class: 'x-field', type: 'email', placeholder: label('email') }),
  );
