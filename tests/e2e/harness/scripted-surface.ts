/** A surface on top of "run this script in the view": for Firefox, and for views that Playwright does not list. */
import { describeFound, describeQuery, lookUp, toNamePattern, type Found, type Query, type Step } from './look-up.ts';
import type { Control, Name, Role, Surface } from './surface.ts';
import { until, WAIT_MS } from './until.ts';

/** What a browser must be able to do for a scripted surface. */
export interface ViewDriver {
  /** Evaluates a function's source with JSON arguments and waits for its promise; where `lookUp` runs. */
  look<T>(source: string, args: readonly unknown[]): Promise<T>;
  evaluate<T>(source: string, args: readonly unknown[]): Promise<T>;
  /** A real mouse click, in CSS pixels of the viewport. */
  clickAt(x: number, y: number): Promise<void>;
  /** Typed into what has the focus. */
  insertText(text: string): Promise<void>;
  press(key: string): Promise<void>;
  goto(url: string): Promise<void>;
  /** Waits until the new document is there, where the browser can; without it the old one is left in a moment. */
  reload?(): Promise<void>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const FIND = `const lookUp = ${String(lookUp)}; const describeFound = ${String(describeFound)};`;
const DESCRIBE = `(query, isScrolled) => { ${FIND} return describeFound(lookUp(query), isScrolled); }`;
const SELECT = `(query, label) => {
  ${FIND}
  const select = lookUp(query)[0];
  const option = [...select.options].find((it) => it.label.trim() === label);
  if (!option) throw new Error('No option ' + label + ' in ' + [...select.options].map((it) => it.label).join(', '));
  select.focus();
  select.value = option.value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
}`;
const SELECT_ALL = `(query) => {
  ${FIND}
  const field = lookUp(query)[0];
  field.focus();
  field.select?.();
}`;
const SEEN = `() => document.body.innerText.slice(0, 2000)`;
const FOCUS = `(query) => { ${FIND} lookUp(query)[0].focus(); }`;

export function createScriptedSurface(driver: ViewDriver): Surface {
  const control = (query: Query): Control => createControl(driver, query);
  return {
    getByRole: (role, name) => control([roleStep(role, name)]),
    getByLabel: (name) => control([{ by: 'label', name: toNamePattern(name) }]),
    getByText: (text) => control([{ by: 'text', name: toNamePattern(text) }]),
    goto: (url) => driver.goto(url),
    reload: () => driver.reload?.() ?? driver.evaluate<void>('() => { setTimeout(() => location.reload()); }', []),
    url: () => driver.evaluate('() => location.href', []),
    press: (key) => driver.press(key),
    evaluate: (run, ...args) => driver.evaluate(String(run), args),
    screenshot: (path) => driver.screenshot(path),
    close: () => driver.close(),
  };
}

function createControl(driver: ViewDriver, query: Query): Control {
  const look = (isScrolled = false): Promise<Found> => driver.look<Found>(DESCRIBE, [query, isScrolled]);
  const only = async (isReady: (found: Found) => boolean, timeoutMs = WAIT_MS): Promise<Found> => {
    let found = await look(true);
    await until(
      async () => {
        found = await look(true);
        return found.count === 1 && isReady(found);
      },
      timeoutMs,
      async () => {
        const seen = found.count === 0 ? await driver.evaluate<string>(SEEN, []) : found.text;
        return `${describeQuery(query)}: ${found.count} found${found.isEnabled ? '' : ', not enabled'}; ${seen}`;
      },
    );
    return found;
  };
  const act = (found: Found): boolean => found.isEnabled;
  const click = async (): Promise<void> => {
    // What still moves would be missed: twice at the same place, and nothing over it.
    let before: Found | undefined;
    const { x, y } = await only((found) => {
      const isStill = before?.x === found.x && before.y === found.y;
      before = found;
      return act(found) && found.isHit && isStill;
    });
    await driver.clickAt(x, y);
  };
  return {
    click,
    fill: async (text) => {
      await only(act);
      await driver.look(SELECT_ALL, [query]);
      if (text === '') await driver.press('Delete');
      else await driver.insertText(text);
      if ((await look()).value !== text) throw new Error(`${describeQuery(query)} did not take the text`);
    },
    select: async (label) => {
      await only(act);
      await driver.look(SELECT, [query, label]);
    },
    check: async (isChecked = true) => {
      if ((await only(act)).isChecked === isChecked) return;
      await click();
      await only((found) => found.isChecked === isChecked);
    },
    press: async (key) => {
      await only(act);
      await driver.look(FOCUS, [query]);
      await driver.press(key);
    },
    text: async () => (await only(() => true)).text,
    value: async () => (await only(() => true)).value,
    isChecked: async () => (await only(() => true)).isChecked,
    attribute: async (name) => (await only(() => true)).attributes[name] ?? null,
    count: async () => (await look()).count,
    waitFor: async (state = 'visible', timeoutMs = WAIT_MS) => {
      if (state !== 'hidden') {
        await only((found) => state === 'visible' || found.isEnabled === (state === 'enabled'), timeoutMs);
        return;
      }
      await until(
        async () => (await look()).count === 0,
        timeoutMs,
        () => `${describeQuery(query)} to go`,
      );
    },
    waitForText: async (text, timeoutMs = WAIT_MS) => {
      const isWanted = (found: string): boolean => (typeof text === 'string' ? found.includes(text) : text.test(found));
      await only((found) => isWanted(found.text), timeoutMs);
    },
    getByRole: (role, name) => createControl(driver, [...query, roleStep(role, name)]),
    getByText: (text) => createControl(driver, [...query, { by: 'text', name: toNamePattern(text) }]),
  };
}

const roleStep = (role: Role, name: Name | undefined): Step => ({
  by: 'role',
  role,
  name: name === undefined ? null : toNamePattern(name),
});
