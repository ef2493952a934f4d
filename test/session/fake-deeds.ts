// Deeds that are written nowhere but in an array, in contexts none of which is protected unless named.
import type { Failure, Journal } from '../../src/actions/journal.ts';
import type { Deed } from '../../src/actions/action.ts';
import type { Deeds } from '../../src/session/acting.ts';

export type WrittenDeed = {
  readonly phase: 'asked' | 'done' | 'failed';
  readonly deed: Deed;
  readonly failure?: Failure;
};

export function fakeDeeds(protectedContexts: readonly string[] = []): Deeds & { readonly written: WrittenDeed[] } {
  const written: WrittenDeed[] = [];
  const journal: Journal = {
    asked: (deed) => written.push({ phase: 'asked', deed }),
    answered: (_, deed, failure) =>
      void written.push(failure === undefined ? { phase: 'done', deed } : { phase: 'failed', deed, failure }),
  };
  return { written, journal: () => journal, isProtected: (context) => protectedContexts.includes(context) };
}
