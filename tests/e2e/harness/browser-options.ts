import type { Sandbox } from '../../../sandbox/main.ts';

/** What both browsers are started with. */
export interface BrowserOptions {
  readonly sandbox: Sandbox;
  /** Default: the production build of this browser in .output. */
  readonly extensionDir?: string;
  /** A BCP 47 tag; default en-US. Sets the language of the browser's own interface and so of the extension. */
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** Default: a new one, thrown away at close. */
  readonly profileDir?: string;
  readonly viewport?: { readonly width: number; readonly height: number } | null;
  readonly isHeadless?: boolean;
  /** Leave the App open that opens after install. */
  readonly keepsFirstTab?: boolean;
}

export interface ChromiumOptions extends BrowserOptions {
  readonly extraArgs?: readonly string[];
}

export interface FirefoxOptions extends BrowserOptions {
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}
