// Kill: delete without grace. A pod's processes are not asked to end first; for the other kinds it is delete in the background.
import { KIND_IDS } from '../objects/kind.ts';
import type { Action } from './action.ts';
import { rightToDelete } from './delete-right.ts';

export const kill: Action = {
  kinds: KIND_IDS,
  lacks: 'cannot be killed by itself',
  changes: true,
  many: true,
  needs: rightToDelete,
  async run(targets, tools) {
    const { walkDelete } = await import('./delete-walk.ts');
    await walkDelete(targets, tools, 'kill');
  },
};
