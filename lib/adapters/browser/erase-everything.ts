import { browser } from './browser.ts';
import { clearOriginHeaderRules } from './origin-header-rule.ts';
import { removeOptionalPermissions } from './permissions.ts';

/** Erases all that the extension keeps on this device and gives back what it was allowed later. Notion stays untouched. */
export async function eraseEverything(): Promise<void> {
  await browser.alarms.clearAll();
  await clearOriginHeaderRules();
  await browser.storage.session.clear();
  await browser.storage.local.clear();
  const databases = await indexedDB.databases();
  await Promise.all(databases.map(({ name }) => (name === undefined ? undefined : deleteDatabase(name))));
  await browser.action.setBadgeText({ text: '' });
  await removeOptionalPermissions();
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('deleteDatabase failed'));
    // An open connection is told to close; the deletion follows by itself as soon as it has.
  });
}
