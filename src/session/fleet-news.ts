// What the informers say, put into the order in which graph and health take it: changes of objects together as far as they can be, and a state of
// a kind never before the changes that led to it.
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { StoreChange } from '../objects/store-change.ts';

export type News = StoreChange | KindState | ContextState;
type StateBatch =
  | { readonly of: 'kind'; readonly state: KindState }
  | { readonly of: 'context'; readonly state: ContextState };
export type Batch = { readonly of: 'changes'; readonly changes: readonly StoreChange[] } | StateBatch;

/** How far a list has come is said with every piece of it. It must be shown, but need not cut the changes around it apart. */
export function isProgress(news: News): news is KindState {
  return 'is' in news && news.is === 'syncing';
}

/**
 * Batches in the order of the news. A kind is live only after all of its list, or an empty view would say that there is nothing; of several
 * progress reports of a kind the last one is kept, behind the changes.
 */
export function batchesOf(news: readonly News[]): readonly Batch[] {
  const batches: Batch[] = [];
  const progress = new Map<string, KindState>();
  let changes: StoreChange[] = [];
  const flush = (): void => {
    if (changes.length > 0) batches.push({ of: 'changes', changes });
    changes = [];
  };
  for (const item of news) {
    if (!('is' in item)) changes.push(item);
    else if (isProgress(item)) progress.set(nameOf(item), item);
    else {
      flush();
      const batch = stateBatch(item);
      if (batch.of === 'kind') progress.delete(nameOf(batch.state));
      batches.push(batch);
    }
  }
  flush();
  for (const state of progress.values()) batches.push({ of: 'kind', state });
  return batches;
}

function isKindState(state: KindState | ContextState): state is KindState {
  return 'kind' in state;
}

function stateBatch(state: KindState | ContextState): StateBatch {
  return isKindState(state) ? { of: 'kind', state } : { of: 'context', state };
}

function nameOf({ context, kind, namespace }: KindState): string {
  return [context, kind, namespace ?? ''].join('\u0000');
}
