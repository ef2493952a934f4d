// YAML: the object as its server has it now, without managedFields and secrets unless asked for. yaml-text.ts keeps it up to date.
import { KIND_IDS } from '../objects/kind.ts';
import type { Action } from './action.ts';

export const yaml: Action = {
  kinds: [...KIND_IDS, 'Container'],
  lacks: 'has no YAML',
  changes: false,
  many: false,
  needs: () => [],
  async run(targets, tools) {
    const [target] = targets;
    if (target === undefined) return;
    const { YamlText } = await import('./yaml-text.ts');
    tools.show(new YamlText(target, tools));
  },
};
