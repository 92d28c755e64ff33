import type { Sandbox } from '../../../sandbox/main.ts';

export interface FirefoxOptions {
  readonly sandbox: Sandbox;
  /** Default: the production build in .output/firefox-mv3. */
  readonly extensionDir?: string;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly profileDir?: string;
  readonly viewport?: { readonly width: number; readonly height: number } | null;
  readonly isHeadless?: boolean;
  /** Leave the App open that opens after install. */
  readonly keepsFirstTab?: boolean;
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}
