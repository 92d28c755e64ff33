/**
 * The browser's extension API, with promises: Firefox's `browser`, or Chrome's `chrome`, which gives them too in Manifest V3 from the
 * oldest Chrome that Visen runs in. https://developer.chrome.com/docs/extensions/reference/api (“Promises”)
 */
import type { Browser } from 'webextension-polyfill';

const scope = globalThis as unknown as { readonly browser?: Browser; readonly chrome?: Browser };

// In Node there is none: what runs there must not ask.
export const browser = (scope.browser ?? scope.chrome) as Browser;
export type { Menus, Permissions, Runtime, Storage, Tabs } from 'webextension-polyfill';
