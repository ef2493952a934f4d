// Reads the fields of one cluster, user or context entry, and says in words what is wrong with one that cannot be used.
import { isAbsolute, resolve } from 'node:path';

import { isJson, type Json } from '../objects/json.ts';
import type { NamedEntry } from './kubeconfig-document.ts';
import type { ClusterEntry, ExecEntry, Impersonation, UserEntry } from './kubeconfig-entry.ts';

/** Why an entry cannot be used. */
export class EntryProblem extends Error {
  override readonly name = 'EntryProblem';
  readonly code = 'bad-entry';
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';
const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** A text field; YAML numbers and booleans count as the text they were written as, as they do for kubectl's users. */
function textOf(body: Json, field: string, owner: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new EntryProblem(`${field} of ${owner} is not text`, 'correct the entry');
}

function base64Of(body: Json, field: string, owner: string): string | undefined {
  const value = textOf(body, field, owner);
  if (value !== undefined && !BASE64.test(value))
    throw new EntryProblem(`${field} of ${owner} is not base64`, 'write it again, or name a file');
  return value;
}

function pathOf(body: Json, field: string, owner: string, folder: string): string | undefined {
  const value = textOf(body, field, owner);
  return value === undefined ? undefined : resolve(folder, value);
}

const truthy = (body: Json, field: string): boolean => body[field] === true || body[field] === 'true';

/** Leaves out what is undefined, so that `exactOptionalPropertyTypes` holds. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Throws EntryProblem. `folder` is where the file lies: relative paths start there. */
export function readCluster({ name, body }: NamedEntry, folder: string): ClusterEntry {
  const owner = `the cluster '${name}'`;
  const server = textOf(body, 'server', owner);
  if (server === undefined) throw new EntryProblem(`${owner} has no server`, 'add server: https://HOST:PORT');
  const address = server.includes('://') ? server : `http://${server}`; // what client-go makes of it
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
    throw new EntryProblem(`the server of ${owner} is not a URL: '${server}'`, 'write it as https://HOST:PORT');
  }
  const extensions = Array.isArray(body['extensions']) ? body['extensions'] : [];
  const extension = extensions.find((item: unknown): item is Json => isJson(item) && item['name'] === EXEC_EXTENSION);
  return present<ClusterEntry>({
    name,
    server: address,
    tlsServerName: textOf(body, 'tls-server-name', owner),
    insecureSkipTlsVerify: truthy(body, 'insecure-skip-tls-verify'),
    certificateAuthority: pathOf(body, 'certificate-authority', owner, folder),
    certificateAuthorityData: base64Of(body, 'certificate-authority-data', owner),
    proxyUrl: textOf(body, 'proxy-url', owner),
    disableCompression: truthy(body, 'disable-compression'),
    execConfig: extension?.['extension'],
  });
}

/** Throws EntryProblem. */
export function readUser({ name, body }: NamedEntry, folder: string): UserEntry {
  const owner = `the user '${name}'`;
  return present<UserEntry>({
    name,
    token: textOf(body, 'token', owner),
    tokenFile: pathOf(body, 'tokenFile', owner, folder),
    username: textOf(body, 'username', owner),
    password: textOf(body, 'password', owner),
    clientCertificate: pathOf(body, 'client-certificate', owner, folder),
    clientCertificateData: base64Of(body, 'client-certificate-data', owner),
    clientKey: pathOf(body, 'client-key', owner, folder),
    clientKeyData: base64Of(body, 'client-key-data', owner),
    exec: readExec(body['exec'], owner, folder),
    authProvider: readAuthProvider(body['auth-provider'], owner),
    impersonate: readImpersonation(body, owner),
  });
}

/** The namespace of a context, when it names one. */
export function readNamespace(body: Json): string | undefined {
  const namespace = body['namespace'];
  if (typeof namespace === 'number') return String(namespace);
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
}

function readExec(value: unknown, owner: string, folder: string): ExecEntry | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJson(value)) throw new EntryProblem(`exec of ${owner} is not a mapping`, 'correct the entry');
  const command = textOf(value, 'command', owner);
  if (command === undefined) throw new EntryProblem(`exec of ${owner} names no command`, 'add command: PROGRAM');
  const apiVersion = textOf(value, 'apiVersion', owner) ?? '';
  if (!EXEC_VERSIONS.includes(apiVersion)) {
    const message = `exec of ${owner} has the apiVersion '${apiVersion}', which nobody speaks any more`;
    throw new EntryProblem(message, `have the plugin's vendor write it again, or set ${EXEC_VERSIONS[1]}`);
  }
  const mode = value['interactiveMode'] ?? 'IfAvailable';
  if (mode !== 'Never' && mode !== 'IfAvailable' && mode !== 'Always') {
    throw new EntryProblem(`interactiveMode of ${owner} is not Never, IfAvailable or Always`, 'correct the entry');
  }
  const env = Array.isArray(value['env']) ? value['env'].filter(isJson) : [];
  const args = Array.isArray(value['args']) ? value['args'].map(String) : [];
  return present<ExecEntry>({
    apiVersion,
    // exec.LookPath's rule: with a slash it is a path, and a relative one starts at the kubeconfig; without, it is looked up in PATH
    command: /[/\\]/.test(command) && !isAbsolute(command) ? resolve(folder, command) : command,
    args,
    env: env.map((item) => ({ name: textOf(item, 'name', owner) ?? '', value: textOf(item, 'value', owner) ?? '' })),
    installHint: textOf(value, 'installHint', owner),
    provideClusterInfo: truthy(value, 'provideClusterInfo'),
    interactiveMode: mode,
  });
}

function readAuthProvider(value: unknown, owner: string): UserEntry['authProvider'] {
  if (value === undefined || value === null) return undefined;
  const name = isJson(value) ? value['name'] : undefined;
  if (!isJson(value) || typeof name !== 'string')
    throw new EntryProblem(`auth-provider of ${owner} has no name`, 'correct the entry');
  const config = isJson(value['config']) ? value['config'] : {};
  return { name, config: Object.fromEntries(Object.entries(config).map(([key, item]) => [key, String(item)])) };
}

function readImpersonation(body: Json, owner: string): Impersonation | undefined {
  const user = textOf(body, 'as', owner);
  const groups = Array.isArray(body['as-groups']) ? body['as-groups'].map(String) : [];
  const uid = textOf(body, 'as-uid', owner);
  const extra = isJson(body['as-user-extra']) ? body['as-user-extra'] : undefined;
  if (user === undefined) {
    if (groups.length === 0 && uid === undefined && extra === undefined) return undefined;
    throw new EntryProblem(`${owner} impersonates groups without a user`, 'add as: USER');
  }
  const lists =
    extra &&
    Object.entries(extra).map(([key, item]) => [key, Array.isArray(item) ? item.map(String) : [String(item)]] as const);
  return present<Impersonation>({ user, groups, uid, extra: lists && Object.fromEntries(lists) });
}
