import { app, note } from './app.js';
import { isOwn } from './dom.js';
import { options } from './options.js';

let remembered = [];

/** Like a renderer that keeps references: every element of ours, with the parent it was put into. */
export function rememberTree(root) {
  remembered = [...root.querySelectorAll('*')].filter(isOwn).map((node) => [node, node.parentNode]);
}

/** A node that somebody moved, wrapped or removed makes the renderer throw, and the app goes white. */
export function checkTree() {
  if (options.crash === 'off') return;
  const moved = remembered.find(([node, parent]) => node.parentNode !== parent);
  if (moved === undefined) return;
  app.crashed = true;
  note('crash', moved[0].className);
  app.nodes.root.replaceChildren();
  moved[1].removeChild(moved[0]);
}
