// Certificates, token users and kubeconfigs of one test control plane, made fresh in its folder.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlaneAddress } from './cluster-hand.ts';

/** admin may do everything; the others nothing until a test allows it. `certified` is an admin by client certificate. */
export const USERS = ['admin', 'viewer', 'nsuser', 'stranger', 'certified'] as const;
export type User = (typeof USERS)[number];

export const tokenOf = (user: User): string => `${user}-token`;

function openssl(folder: string, args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

function writeKey(folder: string, name: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, `${name}.key`), privateKey.export({ type: 'sec1', format: 'pem' }));
}

function writeCertificate(folder: string, name: string, subject: string, extensions: string): void {
  writeKey(folder, name);
  writeFileSync(join(folder, `${name}.ext`), extensions);
  openssl(folder, ['req', '-new', '-key', `${name}.key`, '-out', `${name}.csr`, '-subj', subject]);
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', `${name}.ext`];
  openssl(folder, ['x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...signed]);
}

function kubeconfig(folder: string, name: string, port: number, user: User): string {
  const login =
    user === 'certified'
      ? { 'client-certificate': join(folder, 'certified.crt'), 'client-key': join(folder, 'certified.key') }
      : { token: tokenOf(user) };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': join(folder, 'ca.crt') } },
    ],
    users: [{ name: `${name}-${user}`, user: login }],
    contexts: [{ name: `${name}-${user}`, context: { cluster: name, user: `${name}-${user}` } }],
    'current-context': `${name}-${user}`,
  });
}

export const kubeconfigPath = (folder: string, user: User): string => join(folder, `${user}.kubeconfig`);

/** Writes a kubeconfig of a user who reaches the server by another port (a proxy); gives its path. */
export function writeKubeconfig({ folder, name }: ControlPlaneAddress, port: number, user: User): string {
  const path = join(folder, `${user}.${port}.kubeconfig`);
  writeFileSync(path, kubeconfig(folder, name, port, user));
  return path;
}

/** Writes ca, server and service-account keys, tokens.csv and one kubeconfig per user (context `NAME-USER`) into a folder. */
export function writeCredentials(folder: string, name: string, port: number): void {
  writeKey(folder, 'sa');
  writeKey(folder, 'ca');
  openssl(folder, [
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '30',
    '-subj',
    `/CN=${name}-ca`,
  ]);
  writeCertificate(folder, 'server', '/CN=kube-apiserver', 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  writeCertificate(folder, 'certified', '/O=system:masters/CN=certified', 'extendedKeyUsage=clientAuth');
  const rows = USERS.map(
    (user) => `${tokenOf(user)},${user},${user},"${user === 'admin' ? 'system:masters' : `${user}s`}"`,
  );
  writeFileSync(join(folder, 'tokens.csv'), rows.join('\n'));
  for (const user of USERS) writeFileSync(kubeconfigPath(folder, user), kubeconfig(folder, name, port, user));
}
