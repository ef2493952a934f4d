// Describe: everything there is to know of one object, and first why it has its colour. Made from the API, without kubectl.
import { KIND_IDS } from '../objects/kind.ts';
import type { Action } from './action.ts';

export const describe: Action = {
  kinds: [...KIND_IDS, 'Container'],
  lacks: 'cannot be described',
  changes: false,
  many: false,
  needs: () => [],
  async run([target], tools) {
    if (target === undefined) return;
    const { DescribeText } = await import('./describe-text.ts');
    tools.show(new DescribeText(target, tools));
  },
};
