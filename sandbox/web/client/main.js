import { app, note } from './app.js';
import { h } from './dom.js';
import { createRefresher, fetchPage, fetchSidebar, watchPages } from './data.js';
import { attachEditor } from './editor.js';
import { watchEditor } from './editor-guard.js';
import { installFixture } from './fixture.js';
import { attachInputCapture } from './input-capture.js';
import { label } from './labels.js';
import { options, readOptions } from './options.js';
import { buildOverlay } from './overlay.js';
import { chatView, createPageView, homeView, loginView, missingView, skeleton } from './page-view.js';
import { buildPeek, hidePeek, peekView, placePeek, showPeek } from './peek.js';
import { pagePath, readRoute, viewParam } from './route.js';
import { buildSidebar, renderSidebar } from './sidebar.js';
import { applyLanguage, applyTheme } from './theme.js';
import { mountTopbar, rerenderTopbar } from './topbar.js';

let view;
let visit = 0;

function buildShell() {
  const { nodes } = app;
  nodes.root = document.getElementById('notion-app');
  nodes.header = h('header', {});
  nodes.frame = h('main', { class: 'notion-frame' }, h('div', { class: 'notion-selectable-container' }));
  nodes.container = nodes.frame.firstElementChild;
  nodes.frameHolder = h('div', { class: 'x-main' }, nodes.header, nodes.frame);
  const shell = h('div', { class: 'notion-cursor-listener' }, buildSidebar(), nodes.frameHolder);
  const help = h('div', { class: 'notion-help-button', role: 'button', 'aria-label': '?' }, '?');
  nodes.inner = h('div', { class: 'notion-app-inner' }, h('div', { class: 'x-fill' }, shell), buildOverlay(), help);
  nodes.root.replaceChildren(nodes.inner);
  buildPeek();
}

/** The whole app is mounted anew, as after an error the real one recovers from. */
app.remount = () => {
  view?.destroy();
  buildShell();
  applyTheme();
  renderSidebar();
  mountTopbar();
  showView();
};

function setFrame(element) {
  app.nodes.container.replaceChildren(element);
}

const SURFACES = { home: homeView, chat: chatView, missing: missingView };

function showView() {
  view?.destroy();
  view = undefined;
  if (app.page === undefined) return setFrame(SURFACES[app.route.surface === 'page' ? 'missing' : app.route.surface]());
  view = createPageView(app.page);
  setFrame(view.element);
  watchEditor(view.root);
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** The URL has changed already; what is on screen follows, and the tab's title comes last. */
async function showRoute(first) {
  visit += 1;
  const mine = visit;
  const before = app.route;
  app.route = readRoute(new URL(location.href));
  const { route } = app;
  if (route.surface === 'login') return app.nodes.root.replaceChildren(loginView());
  syncPeek(before);
  const samePage = !first && before?.pageId === route.pageId && before?.surface === route.surface;
  if (samePage) {
    if (before.viewId !== route.viewId && view && app.page) view.update(app.page);
    return undefined;
  }
  const loading = [route.pageId === undefined ? undefined : fetchPage(route.pageId), wait(first ? 0 : options.dataMs)];
  if (!first) {
    await wait(options.dataMs / 2);
    if (mine !== visit) return undefined;
    setFrame(skeleton());
  }
  app.page = (await Promise.all(loading))[0];
  if (mine !== visit) return undefined;
  if (first) mountTopbar();
  else rerenderTopbar();
  showView();
  renderSidebar();
  await wait(30);
  if (mine === visit) document.title = app.page?.title || (app.page ? label('newPage') : 'Notion');
  return undefined;
}

function syncPeek(before) {
  const { peekId, peekMode } = app.route;
  if (peekId === undefined) hidePeek();
  else if (peekId !== before?.peekId || peekMode !== before?.peekMode) void showPeek(peekId, peekMode ?? 'side');
}

app.go = (target) => {
  const url = new URL(target, location.href);
  note('go', url.href);
  history.pushState({}, '', url);
  return showRoute(false);
};

app.openPeek = (id, mode, viewId) => {
  if (mode === 'full') return app.go(pagePath(id, ''));
  const url = new URL(location.href);
  if (viewId) url.searchParams.set('v', viewParam(viewId));
  url.searchParams.set('p', viewParam(id));
  url.searchParams.set('pm', mode === 'center' ? 'c' : 's');
  return app.go(url);
};

app.closePeek = () => {
  const url = new URL(location.href);
  url.searchParams.delete('p');
  url.searchParams.delete('pm');
  return app.go(url);
};

app.openView = (one) => {
  const url = new URL(location.href);
  url.searchParams.set('v', viewParam(one.id));
  return app.go(url);
};

/** A rename changes the slug a little later, in place. */
app.rename = async (title) => {
  app.page = { ...app.page, title };
  view.update(app.page);
  await wait(300);
  history.replaceState({}, '', pagePath(app.page.id, title) + location.search);
  rerenderTopbar();
};

app.redraw = () => {
  rerenderTopbar('header');
  showView();
  renderSidebar();
};

const refresh = createRefresher(async (id) => {
  const page = await fetchPage(id);
  if (page === undefined) return;
  if (app.page?.id === id && view?.id === id) {
    const renamed = app.page.title !== page.title;
    app.page = page;
    view.update(page);
    if (renamed) rerenderTopbar('children');
  }
  const peeked = peekView();
  if (peeked?.id === id) peeked.update(page);
});

const refreshSidebar = createRefresher(async () => {
  const next = await fetchSidebar();
  if (next === undefined || JSON.stringify(next) === JSON.stringify(app.sidebar)) return;
  app.sidebar = next;
  renderSidebar();
});

/** Until now the page was a picture. The handlers come, and the top bar is made once more. */
function hydrate() {
  app.hydrated = true;
  document.documentElement.classList.add('x-hydrated');
  if (app.route.surface !== 'login' && !app.crashed) rerenderTopbar();
  note('hydrated');
}

function canonicalPath() {
  if (options.canonical === 'off' || !app.page || location.pathname.startsWith('/p/')) return;
  history.replaceState({}, '', pagePath(app.page.id, app.page.title) + location.search + location.hash);
}

async function start() {
  readOptions(location.search);
  applyLanguage();
  installFixture();
  buildShell();
  applyTheme();
  attachEditor();
  attachInputCapture();
  app.sidebar = (await fetchSidebar()) ?? app.sidebar;
  renderSidebar();
  await showRoute(true);
  placePeek();
  window.addEventListener('popstate', () => void showRoute(false));
  watchPages((id) => {
    void refresh(id);
    void refreshSidebar('all');
  });
  setTimeout(canonicalPath, 300);
  setTimeout(hydrate, options.hydrateMs);
}

void start();
