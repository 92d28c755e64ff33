import { app } from './app.js';
import { h, write } from './dom.js';
import { sendEdit } from './data.js';
import { adoptTyping } from './editor-guard.js';
import { label } from './labels.js';

const SAVE_AFTER_MS = 400;
const waiting = new Map();

const leafOf = (node) =>
  (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.('[data-content-editable-leaf]');

function saveSoon(leaf) {
  const id = leaf.closest('[data-block-id]')?.dataset.blockId;
  if (id === undefined) return;
  clearTimeout(waiting.get(id));
  waiting.set(
    id,
    setTimeout(() => {
      waiting.delete(id);
      const text = leaf.textContent ?? '';
      void sendEdit(leaf.tagName === 'H1' ? { kind: 'title', pageId: id, text } : { kind: 'text', blockId: id, text });
    }, SAVE_AFTER_MS),
  );
}

/** What a person types in a block goes to the workspace; a tick too. */
export function attachEditor() {
  document.addEventListener('input', (event) => {
    const root = event.target.closest?.('[data-content-editable-root]');
    if (!root) return;
    const leaf = leafOf(getSelection()?.focusNode) ?? leafOf(event.target);
    adoptTyping(leaf ?? root);
    if (leaf) saveSoon(leaf);
  });
  document.addEventListener('beforeinput', (event) => {
    // A new line stays inside its block: the stand-in has no editing of its own beyond text.
    if (event.inputType === 'insertParagraph' && event.target.closest?.('[data-content-editable-root]'))
      event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const box = event.target.closest?.('.notion-to_do-block .x-box');
    if (!box || !app.hydrated) return;
    const checked = box.getAttribute('aria-checked') !== 'true';
    void sendEdit({ kind: 'check', blockId: box.closest('[data-block-id]').dataset.blockId, checked });
  });
}

/** The last text of the page: where stolen keys end up. */
export function lastLeaf() {
  return [...document.querySelectorAll('.notion-frame .notion-page-content [data-content-editable-leaf]')].at(-1);
}

export function changeLastLeaf(change) {
  const leaf = lastLeaf();
  if (!leaf) return;
  write(() => {
    leaf.textContent = change(leaf.textContent);
  });
}

export function addBlockAtEnd() {
  const content = document.querySelector('.notion-frame .notion-page-content');
  if (!content) return;
  write(() => {
    const leaf = h('div', {
      contenteditable: 'true',
      'data-content-editable-leaf': 'true',
      placeholder: label('write'),
    });
    content.append(
      h(
        'div',
        { class: 'notion-selectable notion-text-block x-block', 'data-block-id': crypto.randomUUID() },
        h('div', {}, leaf),
      ),
    );
  });
}

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

/**
 * Synthetic edits as typing makes them: text, a style, an attribute. Resolves with the time of each in ms, what
 * observers did after it included.
 */
export async function typeInEditor(count) {
  const leaf = lastLeaf();
  const times = [];
  if (!leaf) return { count: 0, p95: 0, total: 0 };
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    write(() => {
      leaf.textContent = `${leaf.textContent}x`;
      leaf.style.setProperty('caret-color', index % 2 ? 'red' : 'blue');
      leaf.setAttribute('data-typed', String(index));
    });
    await Promise.resolve();
    times.push(performance.now() - start);
    if (index % 10 === 9) await new Promise((done) => setTimeout(done, 0));
  }
  const total = times.reduce((sum, time) => sum + time, 0);
  return { count, p95: percentile(times, 0.95), total };
}
