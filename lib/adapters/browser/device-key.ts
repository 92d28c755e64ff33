import { openDB } from 'idb';

import type { DeviceKey } from '../../settings/secret-vault.ts';
import { AppError } from '../../shared/app-error.ts';

const DATABASE = 'visen-device';
const STORE = 'keys';

/**
 * The device key in IndexedDB, which content scripts cannot reach. It is made once and cannot be exported: not by us either.
 * https://developer.mozilla.org/docs/Web/API/SubtleCrypto/generateKey
 */
export function createDeviceKey(subtle: SubtleCrypto): DeviceKey & { forget(): void } {
  let key: Promise<CryptoKey> | undefined;
  return {
    get() {
      key ??= loadKey(subtle).catch((cause: unknown) => {
        key = undefined;
        throw new AppError('storage-unavailable', 'later', { cause, details: { reason: 'device-key' } });
      });
      return key;
    },
    /** After its database was deleted: the next call makes a new one. */
    forget: () => void (key = undefined),
  };
}

async function loadKey(subtle: SubtleCrypto): Promise<CryptoKey> {
  const database = await openDB(DATABASE, 1, { upgrade: (opened) => void opened.createObjectStore(STORE) });
  try {
    const stored = (await database.get(STORE, 'device')) as CryptoKey | undefined;
    if (stored !== undefined) return stored;
    const made = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    // Another start of the background may have made one meanwhile: the first one stays.
    const first = (await transaction.store.get('device')) as CryptoKey | undefined;
    if (first === undefined) await transaction.store.put(made, 'device');
    await transaction.done;
    return first ?? made;
  } finally {
    database.close();
  }
}
