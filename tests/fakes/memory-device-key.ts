import type { DeviceKey } from '../../lib/settings/secret-vault.ts';

/** A device key in memory; `lose` is what clearing site data does. */
export function createMemoryDeviceKey(): DeviceKey & { lose(): void } {
  let key: Promise<CryptoKey> | undefined;
  return {
    get: () => (key ??= crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])),
    renew: async () => void (key = undefined),
    lose: () => void (key = undefined),
  };
}
