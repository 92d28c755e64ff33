import { app, note } from './app.js';
import { h, icon, button } from './dom.js';
import { fetchPage } from './data.js';
import { label } from './labels.js';
import { options } from './options.js';
import { createPageView, skeleton } from './page-view.js';
import { pagePath } from './route.js';
import { commentsButton, moreButton, shareButton } from './topbar.js';

let shown;
let shareTimer;

/** In the document before it is ever opened, moved out of sight; what it showed last may stay in it. */
export function buildPeek() {
  app.nodes.peek = h('div', { class: 'notion-peek-renderer', role: 'region', 'aria-label': label('peek') });
  app.nodes.peek.addEventListener('click', (event) => {
    if (event.target === app.nodes.peek && app.route.peekMode === 'center') app.closePeek();
  });
  placePeek();
}

export function placePeek() {
  const holder = options.peekHost === 'overlay' ? app.nodes.overlay : app.nodes.frameHolder;
  if (app.nodes.peek.parentElement !== holder) holder.append(app.nodes.peek);
}

function topArea(id, title, controls) {
  const close = button(
    {
      class: 'notion-peek-close x-icon-button',
      'aria-label': label('closePeek'),
      on: { click: () => app.closePeek() },
    },
    icon('close'),
  );
  const full = h(
    'a',
    {
      class: 'x-plain x-icon-button',
      href: pagePath(id, title),
      'aria-label': label('fullPage'),
      on: { click: openFull },
    },
    icon('open'),
  );
  const group = [shareButton(3), h('div', {}, commentsButton()), h('div', {}, moreButton())];
  if (options.peekShell === 'legacy') {
    return h(
      'div',
      { class: 'x-peek-top' },
      close,
      full,
      controls,
      h('div', { class: 'x-spacer' }),
      h('div', { class: 'notion-topbar-action-buttons x-row' }, group),
    );
  }
  if (options.peekShell === 'detached') {
    return h(
      'div',
      { class: 'x-peek-top' },
      h('div', { class: 'x-peek-left' }, close, full, controls),
      h('div', { class: 'x-spacer' }),
      h('div', { class: 'x-peek-left' }, group),
    );
  }
  return h(
    'div',
    { class: 'peek-top-hover-area x-peek-top' },
    close,
    full,
    controls,
    h('div', { class: 'x-spacer' }),
    h('div', { class: 'x-peek-left' }, group),
  );
}

function openFull(event) {
  event.preventDefault();
  app.go(event.currentTarget.getAttribute('href'));
}

function recreateShareWhileHovered(top) {
  clearInterval(shareTimer);
  shareTimer = setInterval(() => {
    const share = top.querySelector('.notion-topbar-share-menu');
    if (!top.matches(':hover') || !share) return;
    const group = share.parentElement.parentElement.parentElement;
    group.replaceWith(shareButton(3));
  }, 2000);
}

export async function showPeek(id, mode) {
  const { peek } = app.nodes;
  placePeek();
  const layout = mode === 'center' ? 'layout-center-peek' : 'layout-side-peek';
  peek.classList.toggle('x-center', mode === 'center');
  peek.classList.add('x-opened');
  document.documentElement.classList.toggle('x-side-peek', mode !== 'center');
  const loading = [new Promise((done) => setTimeout(done, options.dataMs)), fetchPage(id)];
  if (shown?.id !== id) fill(peek, [skeleton()]);
  const page = (await Promise.all(loading))[1];
  if (app.route.peekId !== id || page === undefined) return;
  shown?.destroy();
  shown = createPageView(page, layout);
  const top = topArea(id, page.title, h('div', { class: 'notion-page-controls' }));
  fill(peek, [top, shown.element]);
  recreateShareWhileHovered(top);
  app.watchEditor(shown.root);
  note('peek', id);
}

/** In the `detached` state the panel is not inside the renderer, which is then only the backdrop. */
function fill(peek, parts) {
  app.nodes.detachedPanel?.remove();
  const panel = h('div', { class: 'x-peek-panel' }, parts);
  if (options.peekShell === 'detached') {
    peek.replaceChildren();
    app.nodes.detachedPanel = h(
      'div',
      { class: `x-detached ${app.route.peekMode === 'center' ? 'x-center' : ''}` },
      panel,
    );
    peek.after(app.nodes.detachedPanel);
  } else peek.replaceChildren(panel);
}

export function hidePeek() {
  clearInterval(shareTimer);
  const { peek } = app.nodes;
  peek.classList.remove('x-opened', 'x-center');
  document.documentElement.classList.remove('x-side-peek');
  app.nodes.detachedPanel?.remove();
  if (options.lingerMs !== 'forever') setTimeout(() => app.route.peekId ?? peek.replaceChildren(), options.lingerMs);
}

export const peekView = () => (app.route?.peekId === undefined ? undefined : shown);
