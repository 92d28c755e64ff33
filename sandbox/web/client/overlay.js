import { app } from './app.js';
import { h } from './dom.js';

let open;

/** A dismissed popup of six rows stays mounted with real boxes, hidden only by opacity: the container is never empty. */
export function buildOverlay() {
  const rows = Array.from({ length: 6 }, (_, index) =>
    h('div', { role: 'option', class: 'x-menu-row' }, `Row ${index + 1}`),
  );
  const parked = h('div', { role: 'dialog', class: 'x-parked' }, rows);
  app.nodes.overlay = h('div', { class: 'notion-overlay-container notion-default-overlay-container' }, parked);
  return app.nodes.overlay;
}

app.showOverlay = (menu) => {
  open?.remove();
  open = menu;
  app.nodes.overlay.append(menu);
};

app.openSlashMenu = () =>
  app.showOverlay(
    h(
      'div',
      { class: 'x-popup x-slash', role: 'dialog' },
      ['Text', 'Heading 1', 'To-do list'].map((text) => h('div', { role: 'option', class: 'x-menu-row' }, text)),
    ),
  );

/** Closes what is on top: a menu, else the peek. Returns whether anything was open. */
app.closeOverlay = (only) => {
  if (open) {
    open.remove();
    open = undefined;
    return true;
  }
  if (only === 'menu' || app.route?.peekId === undefined) return false;
  app.closePeek();
  return true;
};
