import { app } from './app.js';
import { adopt, isOwn, setGuard } from './dom.js';
import { options } from './options.js';

let reverts = 0;
let applying = false;

/** Puts back what others did to the editable part: their nodes go, their attributes are undone. */
function judge(records) {
  if (options.guard === 'off' || applying) return;
  applying = true;
  for (const record of records) {
    for (const node of record.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE || isOwn(node)) continue;
      node.remove();
      reverts += 1;
    }
    if (record.type === 'attributes') {
      reverts += 1;
      if (record.oldValue === null) record.target.removeAttribute(record.attributeName);
      else record.target.setAttribute(record.attributeName, record.oldValue);
    }
  }
  observer.takeRecords();
  applying = false;
}

const observer = new MutationObserver(judge);
setGuard({ judge: () => judge(observer.takeRecords()), forgive: () => observer.takeRecords() });

const roots = new Set();

/** Watches an editor root. Several may be open at once: the page and a peek over it. */
export function watchEditor(root) {
  for (const old of roots) if (!old.isConnected) roots.delete(old);
  roots.add(root);
  observer.disconnect();
  for (const one of roots)
    observer.observe(one, { childList: true, subtree: true, attributes: true, attributeOldValue: true });
}

/** What native typing made is a person's, not an extension's. Called before the observer gets its records. */
export function adoptTyping(root) {
  for (const node of root.querySelectorAll('*')) adopt(node);
  observer.takeRecords();
}

export const revertCount = () => reverts;
app.watchEditor = watchEditor;
