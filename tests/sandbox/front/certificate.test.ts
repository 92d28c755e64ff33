import { X509Certificate } from 'node:crypto';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { createCertificates } from '../../../sandbox/front/certificate.ts';
import { der, integer, objectIdentifier, utcTime } from '../../../sandbox/front/der.ts';

const HOSTS = ['api.notion.com', 'localhost', '127.0.0.1'];
const NOW = Date.UTC(2026, 10, 21);

describe('DER', () => {
  it('writes lengths in the short and the long form', () => {
    expect(der(0x04, Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f');
    expect(der(0x04, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
    expect(der(0x04, Buffer.alloc(300)).subarray(0, 4).toString('hex')).toBe('0482012c');
  });

  it('keeps a non-negative integer positive and without leading zeros', () => {
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
    expect(integer(Buffer.from([0, 0, 1])).toString('hex')).toBe('020101');
    expect(integer(Buffer.from([0])).toString('hex')).toBe('020100');
  });

  it('writes object identifiers with parts above 127', () => {
    expect(objectIdentifier('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  });

  it('writes times in UTC to the second', () => {
    expect(
      utcTime(Date.UTC(2026, 0, 2, 3, 4, 5))
        .subarray(2)
        .toString('ascii'),
    ).toBe('260102030405Z');
  });
});

describe('the sandbox certificates', () => {
  let close = (): void => undefined;
  afterEach(() => close());

  it('are a chain: an authority, and a server certificate that is none', () => {
    const made = createCertificates(HOSTS, NOW);
    const authority = new X509Certificate(made.authority);
    const server = new X509Certificate(made.chain);
    expect(authority.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(new X509Certificate(createCertificates(HOSTS, NOW).authority).publicKey.equals(authority.publicKey)).toBe(
      false,
    );
  });

  it('name every host, and no other', () => {
    const server = new X509Certificate(createCertificates(HOSTS, NOW).chain);
    expect(server.checkHost('api.notion.com')).toBe('api.notion.com');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('example.com')).toBeUndefined();
    expect(server.subjectAltName).toBe('DNS:api.notion.com, DNS:localhost, IP Address:127.0.0.1');
  });

  it('are taken by a TLS client that trusts the authority, and refused by one that does not', async () => {
    const made = createCertificates(HOSTS, Date.now());
    const server = createServer({ key: made.privateKey, cert: made.chain }, (_req, res) => res.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => server.close();
    const { port } = server.address() as AddressInfo;
    const get = (ca?: string): Promise<string> =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, servername: 'api.notion.com', ...(ca !== undefined && { ca }) }, (res) => {
          res.setEncoding('utf8').on('data', resolve);
        })
          .on('error', reject)
          .end();
      });
    await expect(get(made.authority)).resolves.toBe('hello');
    await expect(get()).rejects.toThrow(/self-signed certificate/);
  });
});
