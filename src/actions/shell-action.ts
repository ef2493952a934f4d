// A shell in a container. It counts as a change: who is inside can do anything.
import type { Action } from './action.ts';
import { nothingRuns, rightInside } from './inside-container.ts';
import { KINDS_WITH_PODS } from './pick-pod.ts';

export const shell: Action = {
  id: 'shell',
  kinds: KINDS_WITH_PODS,
  lacks: 'has no shell',
  changes: true,
  many: false,
  needs: (target) => rightInside('exec', target),
  whyNot: nothingRuns,
  async run(targets, tools) {
    const { openShell } = await import('./shell-walk.ts');
    await openShell(targets[0], tools);
  },
};
