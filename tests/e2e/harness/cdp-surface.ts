import { writeFile } from 'node:fs/promises';
import type { CDPSession } from 'playwright-core';

import { createScriptedSurface } from './scripted-surface.ts';
import type { Surface } from './surface.ts';

interface CdpAnswer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

const KEY_CODES: Readonly<Record<string, number>> = { Enter: 13, Escape: 27, Tab: 9, Delete: 46, Backspace: 8 };
const TEXT_OF_KEY: Readonly<Record<string, string>> = { Enter: '\r' };

/**
 * A view that Playwright does not list (the side panel, the real popup), over the browser's own debugging session.
 * Not flattened: Playwright drops messages of sessions that it did not open.
 */
export async function createCdpSurface(browser: CDPSession, targetId: string): Promise<Surface> {
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  browser.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const answer = JSON.parse(event.message) as CdpAnswer;
    const waiter = waiting.get(answer.id ?? -1);
    if (!waiter) return;
    waiting.delete(answer.id ?? -1);
    if (answer.error) waiter.reject(new Error(answer.error.message));
    else waiter.resolve(answer.result);
  });
  browser.on('Target.detachedFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    for (const waiter of waiting.values()) waiter.reject(new Error('The view was closed'));
    waiting.clear();
  });
  const send = async <T = unknown>(method: string, params: object = {}): Promise<T> => {
    const id = (lastId += 1);
    const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
    await browser.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    return (await answered) as T;
  };
  const evaluate = async <T>(source: string, args: readonly unknown[]): Promise<T> => {
    const { result, exceptionDetails } = await send<Evaluated>('Runtime.evaluate', {
      expression: `(${source})(...${JSON.stringify(args)})`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  };
  const mouse = (type: string, x: number, y: number): Promise<unknown> =>
    send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });

  return createScriptedSurface({
    look: evaluate,
    evaluate,
    clickAt: async (x, y) => {
      await mouse('mouseMoved', x, y);
      await mouse('mousePressed', x, y);
      await mouse('mouseReleased', x, y);
    },
    insertText: async (text) => void (await send('Input.insertText', { text })),
    press: async (combination) => {
      const parts = combination.split('+');
      const key = parts.pop() ?? '';
      const modifiers = parts.reduce((sum, part) => sum + ({ Alt: 1, Control: 2, Meta: 4, Shift: 8 }[part] ?? 0), 0);
      const text = modifiers === 0 ? (TEXT_OF_KEY[key] ?? (key.length === 1 ? key : undefined)) : undefined;
      const event = {
        key,
        modifiers,
        code: key,
        windowsVirtualKeyCode: KEY_CODES[key] ?? key.toUpperCase().charCodeAt(0),
      };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(text !== undefined && { text }) });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    goto: async (url) => void (await send('Page.navigate', { url })),
    screenshot: async (path) => {
      const { data } = await send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
      await writeFile(path, Buffer.from(data, 'base64'));
    },
    close: async () => void (await browser.send('Target.closeTarget', { targetId })),
  });
}
