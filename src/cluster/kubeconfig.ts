// Finds and merges kubeconfig files by kubectl's rules, but never gives up: each bad entry becomes a problem with its file and line, and the
// good ones stay usable. client-node's loader throws on a missing file and on a name that two files share.
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

import { inClusterContext } from './in-cluster.ts';
import { nameText, readKubeconfigDocument } from './kubeconfig-document.ts';
import type { KubeconfigDocument, NamedEntry } from './kubeconfig-document.ts';
import type { ClusterEntry, ContextEntry, Kubeconfig, KubeconfigProblem, UserEntry } from './kubeconfig-entry.ts';
import { EntryProblem, readCluster, readNamespace, readUser } from './kubeconfig-fields.ts';

export type KubeconfigPlace = {
  /** `--kubeconfig`: only this file, and it must exist. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Reads a file as text, throwing Node's errors; the real file system when absent. */
  readonly readFile?: (path: string) => string;
};

type Sourced<T> = { readonly entry: T | undefined; readonly problem: KubeconfigProblem | undefined };

/**
 * Loads `--kubeconfig`, else the files of $KUBECONFIG (missing ones are skipped), else ~/.kube/config, else the service account of the pod we
 * run in. For names that occur twice the first wins. Never throws.
 */
export function loadKubeconfig(place: KubeconfigPlace): Kubeconfig {
  const readFile = place.readFile ?? ((path: string) => readFileSync(path, 'utf8'));
  const mustExist = place.file !== undefined;
  const problems: KubeconfigProblem[] = [];
  const files: { path: string; read: boolean }[] = [];
  const documents: { path: string; document: KubeconfigDocument }[] = [];
  for (const path of kubeconfigPaths(place)) {
    const text = readText(path, readFile, mustExist, problems);
    files.push({ path, read: text !== undefined });
    if (text === undefined) continue;
    const document = readKubeconfigDocument(path, text);
    problems.push(...document.problems);
    documents.push({ path, document });
  }
  const merged = merge(documents, problems);
  if (documents.length === 0 && !mustExist) {
    const own = inClusterContext(place.env, readFile);
    if (own !== undefined) return { contexts: [own], currentContext: own.name, problems, files };
  }
  return { ...merged, problems, files };
}

/** The files that are looked for, absolute, in order, each once. */
function kubeconfigPaths(place: KubeconfigPlace): readonly string[] {
  if (place.file !== undefined) return [resolve(place.file)];
  const list = place.env['KUBECONFIG'];
  if (list === undefined || list === '') return [join(place.home, '.kube', 'config')];
  return [...new Set(list.split(delimiter).filter((path) => path !== ''))].map((path) => resolve(path));
}

function readText(
  path: string,
  readFile: (path: string) => string,
  mustExist: boolean,
  problems: KubeconfigProblem[],
): string | undefined {
  try {
    return readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === 'ENOENT') {
      if (!mustExist) return undefined;
      problems.push({
        code: 'missing-file',
        file: path,
        line: 0,
        message: 'there is no such file',
        cure: 'correct the path given as --kubeconfig',
      });
    } else {
      const cure = code === 'EACCES' ? 'make it readable for you' : 'name a kubeconfig file';
      problems.push({
        code: 'unreadable-file',
        file: path,
        line: 0,
        message: `the file cannot be read: ${code}`,
        cure,
      });
    }
    return undefined;
  }
}

function merge(
  documents: readonly { path: string; document: KubeconfigDocument }[],
  problems: KubeconfigProblem[],
): Pick<Kubeconfig, 'contexts' | 'currentContext'> {
  const clusters = new Map<string, Sourced<ClusterEntry>>();
  const users = new Map<string, Sourced<UserEntry>>();
  const contexts = new Map<string, ContextEntry>();
  for (const { path, document } of documents) {
    const folder = dirname(path);
    collect(document.clusters, clusters, path, problems, (entry) => readCluster(entry, folder));
    collect(document.users, users, path, problems, (entry) => readUser(entry, folder));
  }
  for (const { path, document } of documents) {
    for (const entry of document.contexts) {
      if (!contexts.has(entry.name)) contexts.set(entry.name, contextOf(entry, path, clusters, users, problems));
    }
  }
  const naming = documents.find(({ document }) => document.currentContext !== '');
  const current = naming?.document.currentContext;
  if (naming !== undefined && current !== undefined && !contexts.has(current)) {
    const message = `current-context names '${current}', which is not among the contexts`;
    problems.push({
      code: 'missing-context',
      file: naming.path,
      line: 0,
      message,
      cure: 'kubectl config use-context NAME',
    });
    return { contexts: [...contexts.values()], currentContext: undefined };
  }
  return { contexts: [...contexts.values()], currentContext: current };
}

function collect<T>(
  entries: readonly NamedEntry[],
  into: Map<string, Sourced<T>>,
  file: string,
  problems: KubeconfigProblem[],
  read: (entry: NamedEntry) => T,
): void {
  for (const entry of entries) {
    if (into.has(entry.name)) continue;
    try {
      into.set(entry.name, { entry: read(entry), problem: undefined });
    } catch (error) {
      if (!(error instanceof EntryProblem)) throw error;
      const problem: KubeconfigProblem = {
        code: 'bad-entry',
        file,
        line: entry.line,
        message: error.message,
        cure: error.cure,
      };
      problems.push(problem);
      into.set(entry.name, { entry: undefined, problem });
    }
  }
}

function contextOf(
  entry: NamedEntry,
  file: string,
  clusters: ReadonlyMap<string, Sourced<ClusterEntry>>,
  users: ReadonlyMap<string, Sourced<UserEntry>>,
  problems: KubeconfigProblem[],
): ContextEntry {
  const { name, line, body } = entry;
  const clusterName = nameText(body['cluster']);
  const userName = nameText(body['user']);
  const cluster = clusters.get(clusterName);
  const user = users.get(userName);
  const namespace = readNamespace(body);
  const context = { name, file, line, ...(namespace === undefined ? {} : { namespace }) };
  const missing = missingPart(entry, file, cluster !== undefined, userName === '' || user !== undefined);
  if (missing !== undefined) problems.push(missing);
  const problem = missing ?? cluster?.problem ?? user?.problem; // the latter two are in the list already
  if (problem !== undefined) return { ...context, problem: { ...problem, context: name } };
  return {
    ...context,
    ...(cluster?.entry ? { cluster: cluster.entry } : {}),
    ...(user?.entry ? { user: user.entry } : {}),
  };
}

/** What a context names and no file has; undefined when it names nothing that is missing. */
function missingPart(
  { name, line, body }: NamedEntry,
  file: string,
  hasCluster: boolean,
  hasUser: boolean,
): KubeconfigProblem | undefined {
  const where = { file, line, context: name };
  const [cluster, user] = [nameText(body['cluster']), nameText(body['user'])];
  if (cluster === '') {
    return {
      ...where,
      code: 'missing-cluster',
      message: `the context '${name}' names no cluster`,
      cure: 'add cluster: NAME to it',
    };
  }
  if (!hasCluster) {
    const message = `the context '${name}' names the cluster '${cluster}', which is in none of the files`;
    return { ...where, code: 'missing-cluster', message, cure: 'add the cluster, or remove the context' };
  }
  if (hasUser) return undefined;
  const message = `the context '${name}' names the user '${user}', who is in none of the files`;
  return { ...where, code: 'missing-user', message, cure: 'add the user, or remove the context' };
}
