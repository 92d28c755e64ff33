import type { Sandbox } from '../../../sandbox/main.ts';

export interface ChromiumOptions {
  readonly sandbox: Sandbox;
  /** Default: the production build in .output/chrome-mv3. */
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
  readonly extraArgs?: readonly string[];
}
