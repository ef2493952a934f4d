// A real control plane to try things on by hand: prints its kubeconfig and lives until ctrl-c.
import { startControlPlane } from './controlplane/control-plane.ts';

const plane = await startControlPlane({ name: 'real' });
await plane.createNodes('node-1', 'node-2', 'node-3');
process.stdout.write(`export KUBECONFIG=${plane.kubeconfig()}\n`);
const stop = (): void => void plane.stop().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
