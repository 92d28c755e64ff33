import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';

import { createDeviceKey } from '../../../lib/adapters/browser/device-key.ts';

describe('the device key', () => {
  beforeEach(async () => {
    for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
  });

  it('is one AES key that cannot be exported', async () => {
    const key = await createDeviceKey(crypto.subtle).get();
    expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toMatchObject({ name: 'InvalidAccessError' });
  });

  it('opens after a restart what was sealed before, also when two starts made one at once', async () => {
    const first = createDeviceKey(crypto.subtle);
    const second = createDeviceKey(crypto.subtle);
    const keys = await Promise.all([first.get(), second.get(), createDeviceKey(crypto.subtle).get()]);
    const iv = new Uint8Array(12);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, keys[0], new Uint8Array([1, 2, 3]));
    for (const key of [...keys, await createDeviceKey(crypto.subtle).get()]) {
      expect(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed))).toEqual(
        new Uint8Array([1, 2, 3]),
      );
    }
  });

  it('says that storage is unavailable, and works again when it is back', async () => {
    const open = indexedDB.open.bind(indexedDB);
    const deviceKey = createDeviceKey(crypto.subtle);
    indexedDB.open = () => {
      throw new DOMException('private mode', 'InvalidStateError');
    };
    await expect(deviceKey.get()).rejects.toMatchObject({ code: 'storage-unavailable', retry: 'later' });
    indexedDB.open = open;
    await expect(deviceKey.get()).resolves.toBeDefined();
  });
});
