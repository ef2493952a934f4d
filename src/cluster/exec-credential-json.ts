// Reads what an exec plugin printed: an ExecCredential of client.authentication.k8s.io, or anything else.
import { isJson } from '../objects/json.ts';
import type { ExecEntry } from './kubeconfig-entry.ts';
import { pluginError } from './exec-plugin.ts';
import type { ClientCertificate } from './tls-material.ts';

/** `expiresAt` is an instant; without one the credential is good until the server says 401. */
export type ExecCredential = {
  readonly token?: string;
  readonly certificate?: ClientCertificate;
  readonly expiresAt?: number;
};

/** Throws ApiError `unauthorized` with the plugin's name; never quotes the output, which may hold half a token. */
export function parseExecCredential(exec: ExecEntry, output: string): ExecCredential {
  const bad = (what: string) =>
    pluginError(`the exec plugin '${exec.command}' ${what}`, 'run it by hand to see what it prints');
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    throw bad(output.trim() === '' ? 'printed nothing' : 'printed something that is not an ExecCredential (no JSON)');
  }
  if (!isJson(json) || json['kind'] !== 'ExecCredential') throw bad('printed something that is not an ExecCredential');
  if (json['apiVersion'] !== exec.apiVersion) {
    throw bad(`answered in ${String(json['apiVersion']).slice(0, 60)}, but the kubeconfig says ${exec.apiVersion}`);
  }
  const status = isJson(json['status']) ? json['status'] : {};
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  const hasCertificate = typeof cert === 'string' && cert !== '' && typeof key === 'string' && key !== '';
  const hasToken = typeof token === 'string' && token !== '';
  if (!hasCertificate && (cert || key)) throw bad('gave only one of client certificate and key');
  if (!hasToken && !hasCertificate) throw bad('gave neither a token nor a client certificate');
  const expiresAt = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    ...(hasToken ? { token } : {}),
    ...(hasCertificate ? { certificate: { cert, key } } : {}),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}
