// Delete: ends an object after a dialog that says what goes with it, what comes back and what it served. The walk itself is in delete-walk.ts.
import { KIND_IDS } from '../objects/kind.ts';
import type { Action } from './action.ts';
import { rightToDelete } from './delete-right.ts';

export const deletion: Action = {
  kinds: KIND_IDS,
  lacks: 'cannot be deleted by itself',
  changes: true,
  many: true,
  needs: rightToDelete,
  async run(targets, tools) {
    const { walkDelete } = await import('./delete-walk.ts');
    await walkDelete(targets, tools, 'delete');
  },
};
