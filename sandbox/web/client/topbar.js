import { app, note, whenHydrated } from './app.js';
import { checkTree, rememberTree } from './crash-emulator.js';
import { button, emoji, h, icon } from './dom.js';
import { label } from './labels.js';
import { options } from './options.js';
import { pagePath } from './route.js';

let generation = 0;

/** A class name that others rely on; a redesign may take it away. */
const known = (name) => (options.names === 'known' ? name : 'x-renamed');

const nest = (depth, child) => (depth === 0 ? child : h('div', {}, nest(depth - 1, child)));
const press = (name) => ({ click: whenHydrated(() => note('press', name)) });
const iconButton = (name, className, iconName, text) =>
  button({ class: `${known(className)} x-icon-button`, 'aria-label': label(text), on: press(name) }, icon(iconName));

export const shareButton = (depth) =>
  nest(
    depth,
    button(
      { class: `${known('notion-topbar-share-menu')} x-text-button`, 'aria-label': label('share'), on: press('share') },
      label('share'),
    ),
  );
export const commentsButton = () => iconButton('comments', 'notion-topbar-comments-button', 'comments', 'comments');
export const moreButton = () => iconButton('more', 'notion-topbar-more-button', 'more', 'actions');

function actionButtons() {
  return [
    h('div', { class: 'x-edited' }, label('edited')),
    shareButton(2),
    h('div', {}, button({ class: 'x-icon-button', 'aria-label': label('copyLink'), on: press('link') }, icon('link'))),
    h('div', {}, commentsButton()),
    h('div', {}, iconButton('favorite', 'notion-topbar-favorite-button', 'star', 'favorite')),
    h('div', {}, moreButton()),
  ];
}

function breadcrumb() {
  const { page } = app;
  const steps = (page?.path ?? []).map((step) =>
    h(
      'div',
      { class: 'x-crumb', 'data-block-id': step.id },
      h('a', { class: 'x-plain', href: pagePath(step.id, step.title), on: follow }, step.title),
    ),
  );
  const last =
    page &&
    button(
      { class: 'x-crumb' },
      page.icon ? emoji(page.icon) : null,
      h('div', { class: 'notranslate x-clip' }, page.title || label('newPage')),
    );
  return h(
    'div',
    { class: 'notranslate shadow-cursor-breadcrumb x-crumbs' },
    steps.flatMap((step) => [step, h('span', { class: 'x-quiet' }, '/')]),
    last ?? null,
  );
}

export const follow = {
  click: (event) => {
    event.preventDefault();
    if (app.hydrated) app.go(event.currentTarget.getAttribute('href'));
  },
};

function buildTopbar() {
  const bar = h(
    'div',
    { class: 'x-bar' },
    button({ class: 'x-icon-button', 'aria-label': label('lock'), on: press('lock') }, icon('menu')),
    breadcrumb(),
    h('div', { class: 'x-spacer' }),
  );
  app.nodes.bar = bar;
  app.nodes.row = undefined;
  generation += 1;
  const mine = generation;
  if (app.page && options.rowDelayMs === 0) addRow();
  else if (app.page && options.rowDelayMs !== 'never')
    setTimeout(() => mine === generation && addRow(), options.rowDelayMs);
  return h('div', { class: known('notion-topbar') }, h('div', {}, bar));
}

function addRow() {
  const { bar } = app.nodes;
  if (options.cohort === '2021') {
    app.nodes.row = bar;
    bar.append(...actionButtons().slice(1));
  } else {
    app.nodes.row = h('div', { class: `${known('notion-topbar-action-buttons')} x-row` }, actionButtons());
    bar.append(app.nodes.row);
  }
  rememberTree(app.nodes.header);
}

const REBUILD = {
  keep: () => {
    refreshBreadcrumb();
    const { row } = app.nodes;
    if (row === undefined || row === app.nodes.bar) return;
    // The row's own children are put back in order, one by one: somebody else's child ends up last.
    const kept = actionButtons().map((fresh, index) => app.nodes.rowChildren?.[index] ?? fresh);
    app.nodes.rowChildren = kept;
    for (const child of [...kept].reverse()) row.insertBefore(child, row.firstChild);
  },
  children: () => {
    refreshBreadcrumb();
    const { row, bar } = app.nodes;
    if (row === undefined || row === bar) return REBUILD.header();
    app.nodes.rowChildren = actionButtons();
    row.replaceChildren(...app.nodes.rowChildren);
  },
  row: () => {
    refreshBreadcrumb();
    const { row, bar } = app.nodes;
    if (row === undefined || row === bar) return REBUILD.header();
    app.nodes.rowChildren = actionButtons();
    app.nodes.row = h('div', { class: `${known('notion-topbar-action-buttons')} x-row` }, app.nodes.rowChildren);
    row.replaceWith(app.nodes.row);
  },
  header: () => app.nodes.header.replaceChildren(buildTopbar()),
  'header-node': () => {
    const old = app.nodes.header;
    app.nodes.header = h('header', {}, buildTopbar());
    old.replaceWith(app.nodes.header);
  },
  app: () => app.remount(),
  storm: () => {
    for (const wait of [0, 150, 900]) setTimeout(() => rebuild('children'), wait);
  },
};

function refreshBreadcrumb() {
  const fresh = breadcrumb();
  app.nodes.bar.querySelector('.shadow-cursor-breadcrumb').replaceWith(fresh);
}

function rebuild(mode) {
  checkTree();
  if (app.crashed) return;
  REBUILD[mode]();
  rememberTree(app.nodes.header);
}

/** The first picture of the top bar. */
export function mountTopbar() {
  app.nodes.header.replaceChildren(buildTopbar());
  rememberTree(app.nodes.header);
}

/** What happens to the top bar at a page change. A surface without a page has no action row. */
export function rerenderTopbar(mode = options.topbarMode) {
  note('topbar', mode);
  const hasRow = app.nodes.row !== undefined;
  if (hasRow !== Boolean(app.page)) rebuild('header');
  else rebuild(mode);
}
