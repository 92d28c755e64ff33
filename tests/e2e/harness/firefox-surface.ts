import { writeFile } from 'node:fs/promises';

import type { Marionette } from './marionette.ts';
import { createScriptedSurface } from './scripted-surface.ts';
import type { Surface } from './surface.ts';

/** WebDriver's code points for keys that are no characters: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Readonly<Record<string, string>> = {
  Control: '\uE009',
  Shift: '\uE008',
  Alt: '\uE00A',
  Meta: '\uE03D',
  Enter: '\uE007',
  Escape: '\uE00C',
  Tab: '\uE004',
  Delete: '\uE017',
  Backspace: '\uE003',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  Home: '\uE011',
  End: '\uE010',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  F2: '\uE032',
};

/** One tab of Firefox. Each call switches to its window first: a Marionette session has one current window. */
export function createFirefoxSurface(marionette: Marionette, handle: string): Surface {
  const here = <T>(work: () => Promise<T>): Promise<T> =>
    marionette.exclusively(async () => {
      await marionette.send('WebDriver:SwitchToWindow', { handle, focus: true });
      return work();
    });
  const run = <T>(source: string, args: readonly unknown[], sandbox?: string): Promise<T> =>
    here(() => runAsync<T>(marionette, source, args, sandbox));
  const keys = (actions: readonly object[]): Promise<void> =>
    here(async () => {
      await marionette.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
      await marionette.send('WebDriver:ReleaseActions');
    });
  return createScriptedSurface({
    // Privileged, so that it sees closed shadow roots: our button in Notion's page has one.
    look: (source, args) => run(source, args, 'system'),
    evaluate: (source, args) => run(source, args),
    clickAt: (x, y) =>
      here(async () => {
        const actions = [
          { type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ];
        const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
        await marionette.send('WebDriver:PerformActions', { actions: [mouse] });
      }),
    insertText: (text) =>
      here(async () => {
        const element = await marionette.send<{ value: object }>('WebDriver:GetActiveElement');
        await marionette.send('WebDriver:ElementSendKeys', { id: Object.values(element.value)[0], text });
      }),
    press: (combination) => {
      const values = combination.split('+').map((key) => KEYS[key] ?? key);
      return keys([
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
      ]);
    },
    goto: (url) => here(async () => void (await marionette.send('WebDriver:Navigate', { url }))),
    reload: () => here(async () => void (await marionette.send('WebDriver:Refresh'))),
    screenshot: (path) =>
      here(async () => {
        const shot = await marionette.send<{ value: string }>('WebDriver:TakeScreenshot', { full: false });
        await writeFile(path, Buffer.from(shot.value, 'base64'));
      }),
    close: () => here(async () => void (await marionette.send('WebDriver:CloseWindow'))),
  });
}

/** A script that calls a function's source with the arguments in its first one (JSON), and hands back what came of it. */
export const asyncScript = (source: string): string => `
  const done = arguments[arguments.length - 1];
  (async () => JSON.stringify(await (${source})(...JSON.parse(arguments[0]))))().then(
    (json) => done({ json: json === undefined ? 'null' : json }),
    (error) => done({ error: String(error) + ' ' + String(error && error.stack) }),
  );`;

export interface ScriptAnswer {
  readonly json?: string;
  readonly error?: string;
}

/** @throws Error with the script's own message */
export function readAnswer<T>({ json, error }: ScriptAnswer): T {
  if (error !== undefined) throw new Error(error);
  return JSON.parse(json ?? 'null') as T;
}

/**
 * Runs a function's source with JSON arguments in the current window or context, and waits for its promise.
 * @throws Error with the script's own message
 */
export async function runAsync<T>(
  marionette: Marionette,
  source: string,
  args: readonly unknown[],
  sandbox?: string,
): Promise<T> {
  const { value } = await marionette.send<{ value: ScriptAnswer }>('WebDriver:ExecuteAsyncScript', {
    script: asyncScript(source),
    args: [JSON.stringify(args)],
    ...(sandbox !== undefined && { sandbox }),
  });
  return readAnswer<T>(value);
}
