import { writeFile } from 'node:fs/promises';

import { asyncScript, readAnswer, type ScriptAnswer } from './firefox-surface.ts';
import { createScriptedSurface } from './scripted-surface.ts';
import type { Surface } from './surface.ts';
import { until } from './until.ts';

/** Runs a function's source with JSON arguments in the browser's own scope. */
type InChrome = <T>(source: string, args: readonly unknown[]) => Promise<T>;

const POPUP = `document.querySelector('browser.webextension-popup-browser')`;

/** Through the actor by which Marionette itself reaches a page: a popup is no window that a session can switch to. */
const EXECUTE = `(script, args, sandboxName) => ${POPUP}.browsingContext.currentWindowGlobal
  .getActor('MarionetteCommands')
  .executeScript(script, [args], { async: true, timeout: 30000, ...(sandboxName && { sandboxName }) })`;

const CLICK = `(x, y) => {
  for (const type of ['mousemove', 'mousedown', 'mouseup']) {
    window.synthesizeMouseEvent(type, x, y, { button: 0, clickCount: type === 'mousemove' ? 0 : 1 });
  }
}`;

const PRESS = `(keys) => {
  const { classes, interfaces } = Components;
  const input = classes['@mozilla.org/text-input-processor;1'].createInstance(interfaces.nsITextInputProcessor);
  input.beginInputTransactionForTests(window);
  const events = keys.map((key) => new window.KeyboardEvent('', { key }));
  for (const event of events) input.keydown(event);
  for (const event of events.reverse()) input.keyup(event);
}`;

const SNAPSHOT = `async () => {
  const bitmap = await ${POPUP}.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
  const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return canvas.toDataURL('image/png').split(',')[1];
}`;

/** The popup that is open over the window, once it is and has loaded. */
export async function createFirefoxPopup(inChrome: InChrome, timeoutMs: number): Promise<Surface> {
  await until(
    () => inChrome<boolean>(`() => Boolean(${POPUP}?.currentURI?.spec.includes('/popup.html'))`, []),
    timeoutMs,
    () => 'the popup to open',
  );
  const run = async <T>(source: string, args: readonly unknown[], sandbox?: string): Promise<T> =>
    readAnswer<T>(await inChrome<ScriptAnswer>(EXECUTE, [asyncScript(source), JSON.stringify(args), sandbox ?? null]));
  return createScriptedSurface({
    look: (source, args) => run(source, args, 'system'),
    evaluate: (source, args) => run(source, args),
    clickAt: (x, y) => run(CLICK, [x, y], 'system'),
    insertText: async (text) => {
      await run(`(text) => document.execCommand('insertText', false, text)`, [text]);
    },
    press: (combination) => run(PRESS, [combination.split('+')], 'system'),
    goto: (url) => run(`(url) => { location.href = url; }`, [url]),
    screenshot: async (path) => {
      await writeFile(path, Buffer.from(await inChrome<string>(SNAPSHOT, []), 'base64'));
    },
    close: () => inChrome(`() => ${POPUP}?.closest('panel')?.hidePopup()`, []),
  });
}
