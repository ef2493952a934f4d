// Attach: the main process of a container, as whoever started it would see it. It counts as a change: what is typed reaches the process.
import type { Action } from './action.ts';
import { nothingRuns, rightInside } from './inside-container.ts';
import { KINDS_WITH_PODS } from './pick-pod.ts';

export const attach: Action = {
  kinds: KINDS_WITH_PODS,
  lacks: 'has nothing to attach to',
  changes: true,
  many: false,
  needs: (target) => rightInside('attach', target),
  whyNot: nothingRuns,
  async run([target], tools) {
    if (target === undefined) return;
    const { openAttach } = await import('./shell-walk.ts');
    await openAttach(target, tools);
  },
};
