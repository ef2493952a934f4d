// The servers of a real control plane, built once from their Go modules and kept in the user's cache by what they are
// made of. A cold build takes 5-7 minutes on two cores, everything after it milliseconds.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the built programs are, and kwok's description of the lives of nodes and pods (a file of YAML documents). */
export type Binaries = { servers: string; kubelets: string; stages: string };

const HERE = import.meta.dirname;
const VERSION = 'k8s.io/component-base/version';
const BUILDS = [
  {
    name: 'servers',
    files: ['go.mod', 'go.sum', 'main.go'],
    ldflags: `-s -w -X ${VERSION}.gitVersion=v1.34.1 -X ${VERSION}.gitMajor=1 -X ${VERSION}.gitMinor=34`,
  },
  { name: 'kubelets', files: ['go.mod', 'go.sum', 'main.go', 'shells.go'], ldflags: '-s -w' },
] as const;
const STAGES = [
  'pod/fast/pod-ready',
  'pod/fast/pod-complete',
  'pod/fast/pod-delete',
  'node/fast/node-initialize',
  'node/heartbeat-with-lease/node-heartbeat-with-lease',
];

function cacheFolder(): string {
  const hash = createHash('sha256').update(JSON.stringify([BUILDS, STAGES, process.platform, process.arch]));
  for (const { name, files } of BUILDS) for (const file of files) hash.update(readFileSync(join(HERE, name, file)));
  return join(
    process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
    'k8s-watch-e2e',
    hash.digest('hex').slice(0, 16),
  );
}

function go(cwd: string, args: readonly string[]): string {
  return execFileSync('go', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function buildInto(folder: string): void {
  for (const { name, ldflags } of BUILDS) {
    process.stderr.write(`building test/e2e/controlplane/${name} (once; a cold build takes minutes)\n`);
    go(join(HERE, name), ['build', '-buildvcs=false', '-ldflags', ldflags, '-o', join(folder, name), '.']);
  }
  const kwok = go(join(HERE, 'kubelets'), ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok']).trim();
  const lives = STAGES.map((stage) => readFileSync(join(kwok, 'kustomize/stage', `${stage}.yaml`), 'utf8'));
  writeFileSync(join(folder, 'stages.yaml'), lives.join('\n---\n'));
}

/** Why no control plane can be started here, as a sentence; undefined when one can. */
export function missing(): string | undefined {
  const lacking = ['openssl', 'kubectl'].filter(
    (program) => spawnSync(program, ['version', '--client'], { stdio: 'ignore' }).error !== undefined,
  );
  if (!existsSync(cacheFolder()) && spawnSync('go', ['version'], { stdio: 'ignore' }).error !== undefined)
    lacking.push('go');
  return lacking.length === 0 ? undefined : `not on the PATH: ${lacking.join(', ')}`;
}

/** Builds what the cache lacks. Throws when the Go toolchain fails. */
export function binaries(): Binaries {
  const folder = cacheFolder();
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    const staging = mkdtempSync(`${folder}.`);
    try {
      buildInto(staging);
      if (!existsSync(folder)) renameSync(staging, folder);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }
  return { servers: join(folder, 'servers'), kubelets: join(folder, 'kubelets'), stages: join(folder, 'stages.yaml') };
}
