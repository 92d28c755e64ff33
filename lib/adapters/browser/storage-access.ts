/**
 * First thing in the background: content scripts may read neither settings nor ciphertext. Firefox has no such call; there,
 * ciphertext is what they would see. https://developer.chrome.com/docs/extensions/reference/api/storage
 */
export function hideStorageFromContentScripts(): void {
  const storage = (globalThis.chrome as Partial<typeof chrome> | undefined)?.storage;
  for (const area of [storage?.local, storage?.sync] as (Partial<chrome.storage.StorageArea> | undefined)[]) {
    void area?.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  }
}
