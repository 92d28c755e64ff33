import { app, note } from './app.js';
import { h, isOwn } from './dom.js';
import { addBlockAtEnd, changeLastLeaf } from './editor.js';
import { options } from './options.js';

export const stolen = { keys: 0, clipboard: 0 };

const isField = (node) =>
  node instanceof Element &&
  (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.closest('[contenteditable="true"]') !== null);

/** Adds a listener that is live only while the switch names its phase. */
function onPhase(type, name, listener) {
  document.addEventListener(type, (event) => options[name] === 'bubble' && listener(event));
  window.addEventListener(type, (event) => options[name] === 'capture' && listener(event), true);
}

/**
 * Keys that land outside a text field, as the page sees the target: a field in somebody's shadow root looks like a
 * plain element, so its keys are taken for the editor's.
 */
function takeKey(event) {
  if (event.key === 'Escape') {
    if (app.closeOverlay()) event.preventDefault();
    return;
  }
  if (isField(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    if (['k', 'p', '\\'].includes(event.key.toLowerCase())) steal(event, 'shortcut');
    return;
  }
  if (event.key === 'Backspace' || event.key === 'Delete') changeLastLeaf((text) => text.slice(0, -1));
  else if (event.key === 'Enter') addBlockAtEnd();
  else if (event.key === '/') app.openSlashMenu();
  else if (event.key.length === 1) changeLastLeaf((text) => text + event.key);
  else return;
  steal(event, event.key);
}

function steal(event, what) {
  stolen.keys += 1;
  note('stolen key', what);
  event.preventDefault();
}

const editsText = (event) => isField(event.target) && isOwn(event.target);

function takeCopy(event) {
  if (editsText(event) && !getSelection()?.isCollapsed) return;
  if (event.target === document.body) return;
  stolen.clipboard += 1;
  event.clipboardData?.setData('text/plain', 'NOTION-CLIPBOARD');
  event.preventDefault();
}

function takePaste(event) {
  if (editsText(event) || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  stolen.clipboard += 1;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  changeLastLeaf((old) => old + text);
  event.preventDefault();
}

function ownMenu(event) {
  const block = options.contextmenu === 'on' && event.target.closest?.('[data-block-id]');
  if (!block || !block.closest('.notion-frame, .notion-sidebar, .notion-peek-renderer, .x-detached')) return;
  event.preventDefault();
  const row = (text) => h('div', { role: 'menuitem', class: 'x-menu-row' }, text);
  const menu = h(
    'div',
    { class: 'x-popup', role: 'menu', style: { left: `${event.clientX}px`, top: `${event.clientY}px` } },
    row('Turn into'),
    row('Duplicate'),
    row('Delete'),
  );
  app.showOverlay(menu);
}

/** A click next to the text gives the focus back to the editor. */
function refocus(event) {
  app.closeOverlay('menu');
  if (options.refocus === 'off' || isField(event.target) || event.target.closest?.('[role="button"], a, [role="tab"]'))
    return;
  document.querySelector('.notion-frame [data-content-editable-root]')?.focus({ preventScroll: true });
}

export function attachInputCapture() {
  onPhase('keydown', 'keys', takeKey);
  onPhase('copy', 'clipboard', takeCopy);
  onPhase('cut', 'clipboard', takeCopy);
  onPhase('paste', 'clipboard', takePaste);
  document.addEventListener('contextmenu', ownMenu);
  document.addEventListener('click', refocus);
}
