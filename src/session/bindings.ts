// THE table of keys. A key that is not here does nothing; what is here is handled, hinted, helped and documented from here and nowhere else.
// Its law is tested: no key with two meanings in one place on one kind of row, no key that cannot reach us.
import { ACTION_BINDINGS } from './action-bindings.ts';
import type { Binding } from './binding.ts';
import { GLOBAL_BINDINGS } from './global-bindings.ts';
import { DRILL_BINDINGS, LIST_BINDINGS } from './list-bindings.ts';
import { PANEL_BINDINGS } from './panel-bindings.ts';
import { TEXT_BINDINGS } from './text-bindings.ts';

/** In the order in which the footer gives their hints. */
export const BINDINGS: readonly Binding[] = [
  ...GLOBAL_BINDINGS,
  ...DRILL_BINDINGS,
  ...ACTION_BINDINGS,
  ...LIST_BINDINGS,
  ...TEXT_BINDINGS,
  ...PANEL_BINDINGS,
];
