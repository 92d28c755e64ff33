/**
 * Keys at rest: AES-GCM-256 under a device key that cannot be exported, bound (as additional data) to the secret's name and
 * the origin it is for, so that a key can never be read for another host. A passphrase, if set, wraps them once more; what it
 * unlocks stays for one browser session. This does not protect from software that reads the whole browser profile.
 * A secret that cannot be opened (the device key is gone, the origin is another) counts as missing.
 */
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import { derivePassphraseKey, fromBase64, open, seal, toBase64 } from './sealing.ts';
import type { Sealed, StoredSecret, StoredSecrets } from './secret-store.ts';
import type { SecretName, SecretView, SettingsView } from './settings.ts';

/** The key of this device and browser profile. */
export interface DeviceKey {
  /** The key, made at the first call. Throws AppError `storage-unavailable`. */
  get(): Promise<CryptoKey>;
  /** Replaces the key: what was sealed with the old one can never be opened again. Throws AppError `storage-unavailable`. */
  renew(): Promise<void>;
}

/** The origin each secret is for; absent: none yet (no base URL). */
export type SecretOrigins = Readonly<Partial<Record<SecretName, string>>>;

/** Cleaned keys; `null` removes. */
export type SecretTexts = Readonly<Partial<Record<SecretName, string | null>>>;

export interface SecretVaultDeps {
  readonly stored: VersionedValue<StoredSecrets>;
  readonly session: KeyValueStore;
  readonly deviceKey: DeviceKey;
  readonly crypto: Pick<Crypto, 'subtle' | 'getRandomValues'>;
  readonly clock: Pick<Clock, 'now'>;
}

const SESSION_KEY = 'passphrase-key';
const CHECK_TEXT = 'visen';
export const PASSPHRASE_ITERATIONS = 600_000;

export class SecretVault {
  readonly #deps: SecretVaultDeps;

  constructor(deps: SecretVaultDeps) {
    this.#deps = deps;
  }

  /** Clean text in, ciphertext stored; `null` removes. Throws `locked` when a passphrase has to be entered first. */
  async save(changes: SecretTexts, origins: SecretOrigins): Promise<void> {
    await this.#deps.stored.update((before) => this.apply(before, changes, origins));
  }

  /** What `save` stores. */
  async apply(before: StoredSecrets, changes: SecretTexts, origins: SecretOrigins): Promise<StoredSecrets> {
    const secrets = { ...before.secrets };
    for (const [name, text] of Object.entries(changes) as [SecretName, string | null][]) {
      delete secrets[name];
      if (text === null) continue;
      const sealed = await this.#seal(before, name, origins[name], text);
      const last4 = text.length >= 12 ? text.slice(-4) : '';
      secrets[name] = { ...sealed, last4, savedAt: this.#deps.clock.now() };
    }
    const { forgotten, ...rest } = before;
    const stillForgotten = forgotten?.filter((name) => !(name in changes)) ?? [];
    return { ...rest, secrets, ...(stillForgotten.length > 0 && { forgotten: stillForgotten }) };
  }

  /** The secret, or `undefined` if there is none for this origin. Throws `locked`. */
  async read(name: SecretName, origin: string | undefined): Promise<string | undefined> {
    const stored = await this.#deps.stored.read();
    return this.#open(stored, name, origin, await this.#passphraseKey(stored));
  }

  /** What surfaces may know of each secret that can be opened. Needs no passphrase. */
  async views(origins: SecretOrigins): Promise<Partial<Record<SecretName, SecretView>>> {
    const stored = await this.#deps.stored.read();
    const views: Partial<Record<SecretName, SecretView>> = {};
    for (const [name, secret] of Object.entries(stored.secrets) as [SecretName, StoredSecret][]) {
      if ((await this.#openOuter(secret, name, origins[name])) === undefined) continue;
      views[name] = { last4: secret.last4, savedAt: secret.savedAt };
    }
    return views;
  }

  async lockState(): Promise<SettingsView['passphrase']> {
    const stored = await this.#deps.stored.read();
    if (stored.passphrase === undefined) return 'none';
    return (await this.#sessionKey()) === undefined ? 'locked' : 'unlocked';
  }

  /** The names of the keys that were forgotten when a passphrase was set, and not entered again since. */
  async forgotten(): Promise<readonly SecretName[]> {
    return (await this.#deps.stored.read()).forgotten ?? [];
  }

  /** Opens the secrets for this browser session. Throws `locked` (details.reason `wrong-passphrase`) when it does not fit. */
  async unlock(passphrase: string): Promise<void> {
    const bits = await this.#derive(passphrase);
    if (bits !== undefined) await this.#deps.session.set({ [SESSION_KEY]: toBase64(bits) });
  }

  /** Locks the secrets before the browser session ends. Does nothing without a passphrase. */
  async lock(): Promise<void> {
    await this.#deps.session.remove([SESSION_KEY]);
  }

  /**
   * Makes sure that the person in front of the screen knows the passphrase, if there is one.
   * Throws `locked` (details.reason `wrong-passphrase`) when it does not fit.
   */
  async confirm(passphrase: string | undefined): Promise<void> {
    await this.#derive(passphrase ?? '');
  }

  /**
   * Sets the first passphrase, another one, or none (`null`). Another one or none wants the present one as `current`, and
   * wraps the secrets anew. The first one forgets every stored secret and the device key: what a browser has written to
   * disk before can be read from a copy of its profile, so it must not be what the passphrase protects from now on.
   * Throws `locked` while the secrets are locked, and with details.reason `wrong-passphrase` when `current` does not fit.
   */
  async setPassphrase(passphrase: string | null, origins: SecretOrigins, current?: string): Promise<void> {
    await this.confirm(current);
    const { subtle } = this.#deps.crypto;
    const salt = this.#random(16);
    const bits =
      passphrase === null ? null : await derivePassphraseKey(subtle, passphrase, salt, PASSPHRASE_ITERATIONS);
    const key = bits === null ? undefined : await this.#importKey(bits);
    await this.#deps.stored.update(async (before) => {
      const lock = key && {
        salt: toBase64(salt),
        iterations: PASSPHRASE_ITERATIONS,
        check: await seal(subtle, key, this.#random(12), CHECK_TEXT, 'check'),
      };
      if (lock && before.passphrase === undefined) return this.#forgetSecrets(before, lock);
      const { passphrase: _old, ...rest } = before;
      return { ...rest, ...(lock && { passphrase: lock }), secrets: await this.#rewrap(before, origins, key) };
    });
    if (bits === null) await this.#deps.session.remove([SESSION_KEY]);
    else await this.#deps.session.set({ [SESSION_KEY]: toBase64(bits) });
  }

  /** The key bits of the passphrase, or `undefined` if none is set. */
  async #derive(passphrase: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { passphrase: lock } = await this.#deps.stored.read();
    if (lock === undefined) return undefined;
    const { subtle } = this.#deps.crypto;
    const bits = await derivePassphraseKey(subtle, passphrase, fromBase64(lock.salt), lock.iterations);
    if ((await open(subtle, await this.#importKey(bits), lock.check, 'check')) !== CHECK_TEXT) {
      throw new AppError('locked', 'never', { details: { reason: 'wrong-passphrase' } });
    }
    return bits;
  }

  async #forgetSecrets(before: StoredSecrets, lock: NonNullable<StoredSecrets['passphrase']>): Promise<StoredSecrets> {
    const names = [...new Set([...(before.forgotten ?? []), ...(Object.keys(before.secrets) as SecretName[])])];
    await this.#deps.deviceKey.renew();
    return { passphrase: lock, secrets: {}, ...(names.length > 0 && { forgotten: names }) };
  }

  async #rewrap(
    before: StoredSecrets,
    origins: SecretOrigins,
    key: CryptoKey | undefined,
  ): Promise<StoredSecrets['secrets']> {
    if (Object.keys(before.secrets).length === 0) return {};
    const oldKey = await this.#passphraseKey(before);
    const secrets: StoredSecrets['secrets'] = {};
    for (const [name, secret] of Object.entries(before.secrets) as [SecretName, StoredSecret][]) {
      const text = await this.#open(before, name, origins[name], oldKey);
      if (text === undefined) continue;
      secrets[name] = { ...secret, ...(await this.#sealWith(key, name, origins[name] ?? '', text)) };
    }
    return secrets;
  }

  async #seal(stored: StoredSecrets, name: SecretName, origin: string | undefined, text: string): Promise<Sealed> {
    if (origin === undefined) throw new AppError('engine-base-url-invalid', 'never', { details: { reason: 'empty' } });
    return this.#sealWith(await this.#passphraseKey(stored), name, origin, text);
  }

  async #sealWith(
    passphraseKey: CryptoKey | undefined,
    name: SecretName,
    origin: string,
    text: string,
  ): Promise<Sealed> {
    const { subtle } = this.#deps.crypto;
    const bound = bindingOf(name, origin);
    const inner = passphraseKey && (await seal(subtle, passphraseKey, this.#random(12), text, bound));
    const device = await this.#deps.deviceKey.get();
    return seal(subtle, device, this.#random(12), inner === undefined ? text : JSON.stringify(inner), bound);
  }

  async #open(
    stored: StoredSecrets,
    name: SecretName,
    origin: string | undefined,
    passphraseKey: CryptoKey | undefined,
  ): Promise<string | undefined> {
    const secret = stored.secrets[name];
    const outer = secret && (await this.#openOuter(secret, name, origin));
    if (outer === undefined || passphraseKey === undefined) return outer;
    return open(this.#deps.crypto.subtle, passphraseKey, JSON.parse(outer) as Sealed, bindingOf(name, origin ?? ''));
  }

  async #openOuter(secret: StoredSecret, name: SecretName, origin: string | undefined): Promise<string | undefined> {
    if (origin === undefined) return undefined;
    return open(this.#deps.crypto.subtle, await this.#deps.deviceKey.get(), secret, bindingOf(name, origin));
  }

  /** `undefined`: no passphrase is set. */
  async #passphraseKey(stored: StoredSecrets): Promise<CryptoKey | undefined> {
    if (stored.passphrase === undefined) return undefined;
    const bits = await this.#sessionKey();
    if (bits === undefined) throw new AppError('locked', 'wait');
    return this.#importKey(bits);
  }

  async #sessionKey(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const stored = await this.#deps.session.get(SESSION_KEY);
    return typeof stored === 'string' ? fromBase64(stored) : undefined;
  }

  #importKey(bits: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    return this.#deps.crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  #random(bytes: number): Uint8Array<ArrayBuffer> {
    return this.#deps.crypto.getRandomValues(new Uint8Array(bytes));
  }
}

function bindingOf(name: SecretName, origin: string): string {
  return `${name} ${origin}`;
}
