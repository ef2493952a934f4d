// A shell in a container. It counts as a change: who is inside can do anything.
import type { Action } from './action.ts';
import { nothingRuns, rightInside } from './inside-container.ts';
import { KINDS_WITH_PODS } from './pick-pod.ts';

export const shell: Action = {
  kinds: KINDS_WITH_PODS,
  lacks: 'has no shell',
  changes: true,
  many: false,
  needs: (target) => rightInside('exec', target),
  whyNot: nothingRuns,
  async run([target], tools) {
    if (target === undefined) return;
    const { openShell } = await import('./shell-walk.ts');
    await openShell(target, tools);
  },
};
