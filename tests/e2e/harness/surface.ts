/** One view of the extension, or one web page, in whichever browser: enough to do what a person does, by role and name. */

export type Role =
  | 'alert'
  | 'button'
  | 'checkbox'
  | 'columnheader'
  | 'combobox'
  | 'dialog'
  | 'grid'
  | 'gridcell'
  | 'group'
  | 'heading'
  | 'link'
  | 'listbox'
  | 'menu'
  | 'menuitem'
  | 'navigation'
  | 'option'
  | 'progressbar'
  | 'radio'
  | 'region'
  | 'row'
  | 'searchbox'
  | 'spinbutton'
  | 'status'
  | 'switch'
  | 'table'
  | 'tab'
  | 'textbox';

/** A string must be the whole name; a RegExp may match any part of it. */
export type Name = string | RegExp;

export type ControlState = 'visible' | 'hidden' | 'enabled' | 'disabled';

/** Exactly one element, looked up anew for each call. Acting on it waits until it is there, visible and enabled. */
export interface Control {
  click(): Promise<void>;
  /** Replaces the text of a field, as typing does. */
  fill(text: string): Promise<void>;
  /** Chooses an option of a native select by its label. */
  select(label: string): Promise<void>;
  check(isChecked?: boolean): Promise<void>;
  press(key: string): Promise<void>;
  text(): Promise<string>;
  value(): Promise<string>;
  isChecked(): Promise<boolean>;
  attribute(name: string): Promise<string | null>;
  count(): Promise<number>;
  waitFor(state?: ControlState, timeoutMs?: number): Promise<void>;
  waitForText(text: Name, timeoutMs?: number): Promise<void>;
  getByRole(role: Role, name?: Name): Control;
  getByText(text: Name): Control;
}

export interface Surface {
  getByRole(role: Role, name?: Name): Control;
  /** A field by its label, for kinds without a role of their own (password, date). */
  getByLabel(name: Name): Control;
  /** The innermost element with this text. */
  getByText(text: Name): Control;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  press(key: string): Promise<void>;
  /** Runs a function of its own in the view (it cannot see this file's variables); arguments and answer are JSON. */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

/** What a scenario gets when it runs in both browsers. */
export interface ExtensionBrowser {
  readonly kind: 'chromium' | 'firefox';
  /** chrome-extension://id or moz-extension://uuid, without a slash at the end. */
  readonly origin: string;
  /** A new tab with a view of the extension: 'options.html#/settings', 'popup.html'. */
  open(path: string): Promise<Surface>;
  /** A new tab with a web page. */
  openPage(url: string): Promise<Surface>;
  /** Lets a later permission request for this origin (https://api.openai.com) be answered yes without a prompt. */
  grantHost(origin: string): Promise<void>;
  /** Everything in storage.local. */
  storage(): Promise<Record<string, unknown>>;
  worker: WorkerControl;
  /** A screenshot of every open tab into the folder. */
  capture(folder: string): Promise<void>;
  /** What the views' consoles and the browser said, as far as the browser tells. */
  log(): readonly string[];
  /** Closes every tab but one blank one. */
  closeTabs(): Promise<void>;
  /** Closes the browser and opens it again with the same profile; surfaces of before are gone. */
  restart(how?: 'clean' | 'kill'): Promise<void>;
  /** Resolves when the person closes the browser. */
  closed(): Promise<void>;
  close(): Promise<void>;
}

/** The background: a service worker in Chromium, an event page in Firefox. Nothing attaches to it. */
export interface WorkerControl {
  /** Stops it at once, in the midst of whatever it does. */
  stop(): Promise<void>;
  isRunning(): Promise<boolean>;
  /** Waits until the browser itself stops it for idleness. */
  waitForIdleStop(timeoutMs?: number): Promise<void>;
}
