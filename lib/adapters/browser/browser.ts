/**
 * The browser's extension API, promises in both browsers. The only file that imports the polyfill: Chrome has `browser` itself
 * since 148, where the polyfill does nothing. It throws outside an extension, so nothing that runs in Node may import this.
 */
import polyfill from 'webextension-polyfill';

export const browser = polyfill;
export type { Menus, Permissions, Runtime, Storage, Tabs } from 'webextension-polyfill';
