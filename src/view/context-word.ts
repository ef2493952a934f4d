// What a context's state is called, on chips, in rows and in sentences alike.
import type { ContextState } from '../objects/kind-state.ts';

/** The chip of a context in words; what it says has no glyph of health. */
export const CONTEXT_WORD: Readonly<Record<ContextState['is'], string>> = {
  waiting: 'waiting',
  connecting: 'connecting',
  live: 'live',
  stale: 'stale',
  'auth-expired': 'auth expired',
  forbidden: 'no access',
  unreachable: 'unreachable',
  invalid: 'invalid',
};
