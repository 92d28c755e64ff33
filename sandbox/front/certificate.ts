/**
 * A certificate authority for one start of the sandbox, and one server certificate from it. Plain Node: no openssl
 * binary is needed. The private keys live in memory only and are thrown away with the process.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

export interface SandboxCertificates {
  /** PEM of the authority: what a browser under test is told to trust. */
  readonly authority: string;
  /** PEM of the server certificate, followed by the authority's. */
  readonly chain: string;
  /** PEM of the server's private key. */
  readonly privateKey: string;
  /** Base64 SHA-256 of the authority's public key, as Chromium's --ignore-certificate-errors-spki-list takes it. */
  readonly authorityFingerprint: string;
}

const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const KEY_USAGE_SIGN_CERTIFICATES = bitString(Buffer.from([0x04]), 2);
const KEY_USAGE_DIGITAL_SIGNATURE = bitString(Buffer.from([0x80]), 7);
const SERVER_AUTH = objectIdentifier('1.3.6.1.5.5.7.3.1');

/** Certificates for `hosts` (DNS names or IPv4 addresses), valid from the day before `now` (epoch ms) for 90 days. */
export function createCertificates(hosts: readonly string[], now: number): SandboxCertificates {
  const authorityKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serverKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A name of its own for each start: Firefox confuses two authorities of one name and different keys.
  const authorityName = commonName(`Visen sandbox ${randomBytes(4).toString('hex')}`);
  const authority = certificate({
    subject: authorityName,
    issuer: authorityName,
    publicKey: authorityKeys.publicKey,
    issuerKey: authorityKeys.privateKey,
    now,
    extensions: [
      extension('2.5.29.19', true, sequence(boolean(true))),
      extension('2.5.29.15', true, KEY_USAGE_SIGN_CERTIFICATES),
    ],
  });
  const server = certificate({
    subject: commonName('Visen sandbox server'),
    issuer: authorityName,
    publicKey: serverKeys.publicKey,
    issuerKey: authorityKeys.privateKey,
    now,
    extensions: [
      // CA:FALSE is the default of basicConstraints; Firefox refuses a server certificate that is an authority.
      extension('2.5.29.19', true, sequence()),
      extension('2.5.29.15', true, KEY_USAGE_DIGITAL_SIGNATURE),
      extension('2.5.29.37', false, sequence(SERVER_AUTH)),
      extension('2.5.29.17', false, sequence(...hosts.map(alternativeName))),
    ],
  });
  const authorityPem = pem('CERTIFICATE', authority);
  return {
    authority: authorityPem,
    chain: pem('CERTIFICATE', server) + authorityPem,
    privateKey: serverKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authorityFingerprint: createHash('sha256').update(publicKeyInfo(authorityKeys.publicKey)).digest('base64'),
  };
}

interface CertificateFields {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly now: number;
  readonly extensions: readonly Buffer[];
}

function certificate(fields: CertificateFields): Buffer {
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    fields.issuer,
    sequence(utcTime(fields.now - DAY_MS), utcTime(fields.now + 89 * DAY_MS)),
    fields.subject,
    publicKeyInfo(fields.publicKey),
    explicit(3, sequence(...fields.extensions)),
  );
  return sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(sign('sha256', toBeSigned, fields.issuerKey)));
}

const publicKeyInfo = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const commonName = (text: string): Buffer => sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(text))));

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4
    ? implicit(7, Buffer.from(host.split('.').map(Number)))
    : implicit(2, Buffer.from(host, 'ascii'));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
