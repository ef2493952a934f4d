// The container a pretend shell runs in: its files, its environment, its processes.
import type { Container, Pod } from './api-types.ts';
import { shellsOf } from './voices.ts';

export interface Place {
  pod: Pod;
  container: Container;
  /** Demo time in milliseconds. */
  now: () => number;
}

export const HOME = '/app';
const BINARIES =
  'cat clear date echo env false head hostname id less ls ps pwd seq sleep stty top true tty uname vi wc whoami yes'.split(
    ' ',
  );
const DIRECTORIES = ['/', '/app', '/bin', '/dev', '/etc', '/home', '/proc', '/proc/1', '/root', '/tmp', '/usr', '/var'];

/** The program's path when the container has it. */
export function pathOfProgram({ container }: Place, name: string): string | undefined {
  const word = name.replace(/^\/(usr\/)?bin\//, '');
  if (word.includes('/')) return undefined;
  const has = BINARIES.includes(word) || shellsOf(container.image).includes(word);
  return has && shellsOf(container.image).length > 0 ? `/bin/${word}` : undefined;
}

/** What the container's processes have as environment. */
export function environment({ pod, container }: Place): Record<string, string> {
  const own = (container['env'] as readonly { name: string; value?: string }[] | undefined) ?? [];
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: pod.metadata.name,
    KUBERNETES_SERVICE_HOST: '10.96.0.1',
    KUBERNETES_SERVICE_PORT: '443',
    HOME: '/home/app',
    ...Object.fromEntries(own.map(({ name, value }) => [name, value ?? ''])),
  };
}

/** The text of a file, or undefined when there is none. */
export function fileText(place: Place, path: string): string | undefined {
  const { pod, container } = place;
  const { name, namespace = '' } = pod.metadata;
  switch (path) {
    case '/etc/hostname':
      return `${name}\n`;
    case '/etc/hosts':
      return `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${pod.status.podIP ?? ''}\t${name}\n`;
    case '/etc/os-release':
      return 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\n';
    case '/etc/passwd':
      return 'root:x:0:0:root:/root:/bin/sh\napp:x:10001:10001:app:/home/app:/bin/sh\n';
    case '/etc/resolv.conf':
      return `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`;
    case '/proc/1/status':
      return `Name:\t${programOf(container)}\nState:\tS (sleeping)\nPid:\t1\nPPid:\t0\nUid:\t10001\t10001\t10001\t10001\nVmRSS:\t  184320 kB\nThreads:\t31\n`;
    case '/proc/1/cmdline':
      return `${programOf(container)}\u0000`;
    case '/app/README.txt':
      return `This is ${container.image} in ${namespace}/${name}.\nSocken, 靴下, 양말, calcetines: 🧦\n`;
    default:
      return undefined;
  }
}

/** What `ls` shows of a directory, sorted; undefined when there is none. */
export function entries(place: Place, path: string): string[] | undefined {
  if (!DIRECTORIES.includes(path)) return undefined;
  const inside = path === '/' ? '/' : `${path}/`;
  const files = ['hostname', 'hosts', 'os-release', 'passwd', 'resolv.conf'].map((name) => `/etc/${name}`);
  const programs = [...BINARIES, ...shellsOf(place.container.image)].map((name) => `/bin/${name}`);
  const devices = ['/dev/null', '/dev/urandom', '/dev/zero'];
  const all = [
    ...DIRECTORIES,
    ...files,
    ...programs,
    ...devices,
    '/proc/1/status',
    '/proc/1/cmdline',
    '/app/README.txt',
  ];
  const below = all.filter((each) => each !== '/' && each.startsWith(inside)).map((each) => each.slice(inside.length));
  return [...new Set(below.filter((each) => each !== '' && !each.includes('/')))].toSorted();
}

/** Name of the container's first process. */
export function programOf(container: Container): string {
  const [command] = (container['command'] as readonly string[] | undefined) ?? [];
  return (command ?? container.name).split('/').at(-1) ?? container.name;
}

/** An absolute path without dots. */
export function resolved(from: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
