import { app } from './app.js';
import { isOwn } from './dom.js';
import { typeInEditor } from './editor.js';
import { revertCount } from './editor-guard.js';
import { stolen } from './input-capture.js';
import { options, setOption } from './options.js';
import { placePeek } from './peek.js';
import { applyLanguage, applyTheme } from './theme.js';
import { rerenderTopbar } from './topbar.js';

let longTasks = 0;
let lastTyping = { p95: 0 };
if (globalThis.PerformanceObserver?.supportedEntryTypes.includes('longtask')) {
  new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  }).observe({ entryTypes: ['longtask'] });
}

const foreign = (root) => (root ? [...root.querySelectorAll('*')].filter((node) => !isOwn(node)).length : 0);

/** Elements that the stand-in did not make. The document's own frame (html, head, body, its links) is not counted. */
function foreignTotal() {
  const known = new Set([
    document.head,
    document.body,
    document.getElementById('notion-app'),
    ...document.head.querySelectorAll('*'),
  ]);
  return [...document.documentElement.querySelectorAll('*')].filter((node) => !isOwn(node) && !known.has(node)).length;
}

export function installFixture() {
  window.__fixture = {
    options,
    log: app.log,
    get crashed() {
      return app.crashed;
    },
    get stolenKeys() {
      return stolen.keys;
    },
    get reverts() {
      return revertCount();
    },
    navigate: (url) => app.go(url),
    openPeek: (id, mode, view) => app.openPeek(id, mode, view),
    closePeek: () => app.closePeek(),
    rename: (title) => app.rename(title),
    rerenderTopbar,
    setTheme: (theme) => window.__fixture.setOption('theme', theme),
    setLang: (lang) => window.__fixture.setOption('lang', lang),
    setOption(name, value) {
      setOption(name, value);
      applyTheme();
      applyLanguage();
      placePeek();
      if (name === 'lang') app.redraw();
    },
    typeInEditor: async (count) => {
      lastTyping = await typeInEditor(count);
      return lastTyping;
    },
    stats: () => ({
      stolenKeys: stolen.keys,
      stolenClipboard: stolen.clipboard,
      reverts: revertCount(),
      crashed: app.crashed,
      foreignNodesInFrame: foreign(document.querySelector('.notion-frame')),
      foreignNodesInTopbar: foreign(document.querySelector('header')),
      foreignNodesTotal: foreignTotal(),
      longTasks,
      keyLatencyP95: lastTyping.p95,
      hydrated: app.hydrated,
    }),
  };
}
