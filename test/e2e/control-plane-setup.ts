// One control plane for the whole end-to-end suite, started before the first file and stopped after the last, whatever
// happened between. Without the tools to build it the suite skips, and in CI that is a failure.
import type { TestProject } from 'vitest/node';
import { missing } from './controlplane/binaries.ts';
import type { ControlPlaneAddress } from './controlplane/cluster-hand.ts';
import { startControlPlane } from './controlplane/control-plane.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    controlPlane: ControlPlaneAddress | undefined;
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const why = missing();
  if (why !== undefined) {
    if (process.env['CI']) throw new Error(`the end-to-end suite cannot run: ${why}`);
    process.stderr.write(`\n*** END-TO-END TESTS SKIPPED, NOTHING WAS PROVED: ${why} ***\n\n`);
    project.provide('controlPlane', undefined);
    return undefined;
  }
  const controlPlane = await startControlPlane({ name: 'real' });
  project.provide('controlPlane', controlPlane.address);
  return () => controlPlane.stop();
}
