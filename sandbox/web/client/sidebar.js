import { app, note } from './app.js';
import { button, emoji, h, icon } from './dom.js';
import { label } from './labels.js';
import { pagePath } from './route.js';
import { follow } from './topbar.js';

const menuItem = (name, iconName, href) =>
  h(
    'div',
    {
      role: 'menuitem',
      class: 'x-side-row',
      tabindex: '0',
      on: { click: () => (href ? app.go(href) : note('press', name)) },
    },
    icon(iconName),
    label(name),
  );

function treeItem(item) {
  const kind = item.kind === 'database' ? 'collection_view_page' : 'page';
  const open = app.route?.pageId === item.id;
  const mark = item.icon ? emoji(item.icon) : icon(item.kind === 'database' ? 'table' : 'page');
  return h(
    'div',
    { role: 'treeitem' },
    h(
      'div',
      { class: `notion-selectable notion-${kind}-block x-side-row${open ? ' x-open' : ''}`, 'data-block-id': item.id },
      h(
        'a',
        { class: 'x-plain x-side-link', href: pagePath(item.id, item.title), on: follow },
        mark,
        h('span', { class: 'x-clip' }, item.title || label('newPage')),
      ),
    ),
  );
}

export function renderSidebar() {
  const { workspace, items } = app.sidebar;
  const initial = (workspace || '·').slice(0, 1).toUpperCase();
  app.nodes.sidebar.replaceChildren(
    h(
      'div',
      { class: 'x-workspace' },
      h('span', { class: 'x-initial' }, initial),
      h('span', { class: 'x-clip' }, workspace),
    ),
    h('div', { role: 'menu' }, menuItem('search', 'search'), menuItem('home', 'home', '/'), menuItem('inbox', 'inbox')),
    h('div', { class: 'x-side-heading' }, label('pages')),
    h('div', { role: 'tree' }, items.map(treeItem)),
    h('div', { id: 'sidebar-tabpanel-chats', role: 'tabpanel', 'aria-labelledby': 'sidebar-tab-chats' }),
  );
}

export const buildSidebar = () => {
  app.nodes.sidebar = h('div', { class: 'notion-scroller vertical' });
  const switcher = button(
    { class: 'notion-sidebar-switcher', on: { click: () => note('press', 'switcher') } },
    label('sandbox'),
  );
  return h(
    'nav',
    { class: 'notion-sidebar-container', 'aria-label': label('sidebar') },
    h('div', {}, h('div', {}, h('div', { class: 'notion-sidebar' }, app.nodes.sidebar, switcher))),
  );
};
