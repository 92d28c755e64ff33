/** The small part of DER (ITU-T X.690) that an X.509 certificate needs. Each function returns one whole encoded value. */

export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), encodeLength(body.length), body]);
}

export const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]): Buffer => der(0x31, ...contents);
export const octetString = (...contents: readonly Uint8Array[]): Buffer => der(0x04, ...contents);
export const bitString = (content: Uint8Array, unusedBits = 0): Buffer => der(0x03, Buffer.from([unusedBits]), content);
export const boolean = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0x00]));
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text, 'utf8'));

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const trimmed = bytes.subarray(start);
  const isNegative = ((trimmed[0] ?? 0) & 0x80) !== 0;
  return der(0x02, isNegative ? Buffer.from([0]) : Buffer.alloc(0), trimmed.length === 0 ? Buffer.from([0]) : trimmed);
}

/** An object identifier from its dotted form, such as "2.5.29.17". */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time between 1950 and 2049, to the second. */
export function utcTime(epochMs: number): Buffer {
  const iso = new Date(epochMs).toISOString();
  return der(0x17, Buffer.from(`${iso.slice(2, 19).replace(/[-:T]/g, '')}Z`, 'ascii'));
}

/** A context-specific value: [n] around encoded values (constructed) or around raw bytes (primitive). */
export const explicit = (tag: number, ...contents: readonly Uint8Array[]): Buffer => der(0xa0 | tag, ...contents);
export const implicit = (tag: number, content: Uint8Array): Buffer => der(0x80 | tag, content);

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
