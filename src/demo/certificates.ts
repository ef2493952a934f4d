// A certificate authority made at start (ECDSA P-256, so it costs a millisecond): client-go sends no credentials over
// plain http, so even a demo must speak TLS, and a key in the repository would be a key in the open.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { bitString, bool, context, integer, octetString, oid, sequence, setOf, time, utf8 } from './der.ts';

const OID = {
  ecdsaSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
};
const ONE_DAY_MS = 86_400_000;
const DIGITAL_SIGNATURE = bitString(Buffer.from([0x80]), 7);
const CERT_AND_CRL_SIGN = bitString(Buffer.from([0x06]), 1);

export interface Identity {
  /** PEM */
  certificate: string;
  /** PEM, PKCS #8 */
  key: string;
}

export interface Authority {
  /** PEM of the authority's own certificate. */
  certificate: string;
  /** A server certificate for 127.0.0.1, ::1 and localhost, signed by this authority. */
  issueServer(commonName: string): Identity;
}

interface Holder {
  name: Buffer;
  keys: { publicKey: KeyObject; privateKey: KeyObject };
  keyId: Buffer;
}

/** Makes a fresh authority; valid from a day before to 30 days after `now`, which must be the wall clock (TLS checks it). */
export function createAuthority(now: Date): Authority {
  const authority = holder('k8s-watch demo CA');
  const caExtensions = [
    extension(OID.basicConstraints, sequence(bool(true)), true),
    extension(OID.keyUsage, CERT_AND_CRL_SIGN, true),
    extension(OID.subjectKeyId, octetString(authority.keyId)),
  ];
  return {
    certificate: certify(authority, authority, caExtensions, now),
    issueServer(commonName) {
      const server = holder(commonName);
      const certificate = certify(server, authority, serverExtensions(server, authority), now);
      return { certificate, key: server.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

function serverExtensions(server: Holder, authority: Holder): Buffer[] {
  const loopback6 = Buffer.alloc(16);
  loopback6[15] = 1;
  const names = sequence(
    context(2, Buffer.from('localhost'), false),
    context(7, Buffer.from([127, 0, 0, 1]), false),
    context(7, loopback6, false),
  );
  return [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.keyUsage, DIGITAL_SIGNATURE, true),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
    extension(OID.subjectKeyId, octetString(server.keyId)),
    extension(OID.authorityKeyId, sequence(context(0, authority.keyId, false))),
    extension(OID.subjectAltName, names),
  ];
}

function holder(commonName: string): Holder {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(setOf(sequence(oid(OID.commonName), utf8(commonName))));
  return { name, keys, keyId: createHash('sha1').update(spki).digest() };
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return critical ? sequence(oid(id), bool(true), octetString(value)) : sequence(oid(id), octetString(value));
}

function certify(subject: Holder, issuer: Holder, extensions: Buffer[], now: Date): string {
  const algorithm = sequence(oid(OID.ecdsaSha256));
  const serial = randomBytes(12);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    issuer.name,
    sequence(time(new Date(now.getTime() - ONE_DAY_MS)), time(new Date(now.getTime() + 30 * ONE_DAY_MS))),
    subject.name,
    subject.keys.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer.keys.privateKey);
  return pem(sequence(body, algorithm, bitString(signature)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
