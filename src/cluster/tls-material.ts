// What a TLS connection to one server needs: whom we trust and who we are. Files are read when a connection is first made, so that a missing
// one is an error of its context and of no other.
import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';

import { ApiError } from './api-error.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-entry.ts';

/** The part of Node's TLS options that depends on the cluster alone. */
export type TrustOptions = {
  readonly ca?: string | string[];
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
};

/** PEM of a client certificate and its key. */
export type ClientCertificate = { readonly cert: string; readonly key: string };

const WHAT = 'connect';

function fromBase64(data: string): string {
  return Buffer.from(data, 'base64').toString('utf8');
}

async function readPem(path: string, field: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    const message = `${field} ${path} cannot be read: ${why}`;
    throw new ApiError(
      { code: 'tls', what: WHAT, message, cure: `correct ${field} in the kubeconfig` },
      { cause: error },
    );
  }
}

/** Data wins over the file, as in kubectl. Throws ApiError `tls` when the file cannot be read. */
export async function loadTrust(cluster: ClusterEntry): Promise<TrustOptions> {
  const name = cluster.tlsServerName === undefined ? {} : { servername: cluster.tlsServerName };
  if (cluster.insecureSkipTlsVerify || cluster.server.startsWith('http://'))
    return { ...name, rejectUnauthorized: false };
  const ca = await authorityOf(cluster);
  return { ...name, rejectUnauthorized: true, ca };
}

async function authorityOf(cluster: ClusterEntry): Promise<string | string[]> {
  if (cluster.certificateAuthorityData !== undefined)
    return checkedAuthority(fromBase64(cluster.certificateAuthorityData), 'certificate-authority-data');
  if (cluster.certificateAuthority !== undefined) {
    const text = await readPem(cluster.certificateAuthority, 'certificate-authority');
    return checkedAuthority(text, `certificate-authority ${cluster.certificateAuthority}`);
  }
  // none given: what the machine trusts, as kubectl does; Node alone would know only the list it was built with
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}

function checkedAuthority(text: string, field: string): string {
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  const message = `${field} of the cluster holds no PEM certificate`;
  throw new ApiError({ code: 'tls', what: WHAT, message, cure: 'write it again, or name a file' });
}

/** The user's client certificate, undefined without one. Throws ApiError `tls` when a file cannot be read or half of the pair is missing. */
export async function loadClientCertificate(user: UserEntry): Promise<ClientCertificate | undefined> {
  const cert =
    user.clientCertificateData === undefined
      ? user.clientCertificate === undefined
        ? undefined
        : await readPem(user.clientCertificate, 'client-certificate')
      : fromBase64(user.clientCertificateData);
  const key =
    user.clientKeyData === undefined
      ? user.clientKey === undefined
        ? undefined
        : await readPem(user.clientKey, 'client-key')
      : fromBase64(user.clientKeyData);
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const message = `the user '${user.name}' has a client ${cert === undefined ? 'key without a certificate' : 'certificate without a key'}`;
    throw new ApiError({ code: 'tls', what: WHAT, message, cure: 'give both client-certificate and client-key' });
  }
  return { cert, key };
}
