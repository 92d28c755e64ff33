/** AES-GCM and PBKDF2 over text, with what is stored as base64. */
import type { Sealed } from './secret-store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Encrypts `text`, bound to `context`: it opens with the same key and context only. `iv`: 12 fresh random bytes. */
export async function seal(
  subtle: SubtleCrypto,
  key: CryptoKey,
  iv: Bytes,
  text: string,
  context: string,
): Promise<Sealed> {
  const data = encode(text);
  const ct = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(context) }, key, data);
  return { iv: toBase64(iv), ct: toBase64(new Uint8Array(ct)) };
}

/** The text, or `undefined` when key, context or data do not belong together. */
export async function open(
  subtle: SubtleCrypto,
  key: CryptoKey,
  sealed: Sealed,
  context: string,
): Promise<string | undefined> {
  try {
    const iv = fromBase64(sealed.iv);
    const data = fromBase64(sealed.ct);
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encode(context) }, key, data);
    return new TextDecoder().decode(plain);
  } catch {
    // WebCrypto tells no more than that it failed; to the caller it is a secret that is not there.
    return undefined;
  }
}

/** 256 bits from a passphrase by PBKDF2-SHA-256. */
export async function derivePassphraseKey(
  subtle: SubtleCrypto,
  passphrase: string,
  salt: Bytes,
  iterations: number,
): Promise<Bytes> {
  const material = await subtle.importKey('raw', encode(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, 256));
}

export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}
