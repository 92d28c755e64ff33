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
    async renew() {
      key = undefined;
      await storeKey(subtle).catch((cause: unknown) => {
        throw new AppError('storage-unavailable', 'later', { cause, details: { reason: 'device-key' } });
      });
    },
    /** After its database was deleted: the next call makes a new one. */
    forget: () => void (key = undefined),
  };
}

const openDatabase = () => openDB(DATABASE, 1, { upgrade: (opened) => void opened.createObjectStore(STORE) });

const makeKey = (subtle: SubtleCrypto) =>
  subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** Puts a new key in the place of the present one. */
async function storeKey(subtle: SubtleCrypto): Promise<void> {
  const made = await makeKey(subtle);
  const database = await openDatabase();
  try {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    await transaction.store.put(made, 'device');
    await transaction.done;
  } finally {
    database.close();
  }
}

async function loadKey(subtle: SubtleCrypto): Promise<CryptoKey> {
  const database = await openDatabase();
  try {
    const stored = (await database.get(STORE, 'device')) as CryptoKey | undefined;
    if (stored !== undefined) return stored;
    const made = await makeKey(subtle);
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
