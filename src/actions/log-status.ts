// The one sentence beside the title of a log: is it followed, how far back, how much is there, and what went wrong.
import { counted, countText } from '../objects/count-text.ts';
import type { LogFilter } from './log-filter.ts';
import type { FollowState } from './log-follower.ts';
import type { LogRange } from './log-query.ts';

export type LogFacts = {
  readonly sources: readonly string[];
  readonly followers: readonly { readonly state: FollowState; readonly reconnects: number }[];
  readonly range: LogRange;
  readonly previous: boolean;
  readonly lines: number;
  readonly evicted: number;
  /** Lines that came since it was paused. */
  readonly pausedNews: number | undefined;
  readonly filter: LogFilter | undefined;
};

/** `following app · last 1,000 lines · 12,345 lines · 310 lines evicted · 2 reconnects`; what is wrong comes first. */
export function logStatus(facts: LogFacts): { readonly status: string; readonly trouble: boolean } {
  const { followers, filter } = facts;
  const reconnects = followers.reduce((sum, follower) => sum + follower.reconnects, 0);
  const parts = [
    facts.pausedNews === undefined ? '' : `PAUSED +${countText(facts.pausedNews)}`,
    ...stateWords(facts),
    facts.range.words,
    filter === undefined ? counted(facts.lines, 'line') : onlyWords(filter, facts.lines),
    facts.evicted === 0 ? '' : `${counted(facts.evicted, 'line')} evicted`,
    reconnects === 0 ? '' : counted(reconnects, 'reconnect'),
  ];
  return {
    status: parts.filter((part) => part !== '').join(' · '),
    trouble: followers.some(({ state }) => state.trouble),
  };
}

function stateWords({ sources, followers, previous }: LogFacts): readonly string[] {
  const which = previous ? 'previous ' : '';
  const one = followers[0]?.state;
  if (followers.length === 1 && one !== undefined)
    return [one.is === 'following' ? `following ${which}${sources[0]}` : one.words];
  const quiet = followers.filter(({ state }) => state.is === 'following' || state.is === 'connecting').length;
  const others = followers.flatMap(({ state }, index) =>
    state.is === 'following' || state.is === 'connecting' ? [] : [`${sources[index]}: ${state.words}`],
  );
  return [quiet === 0 ? '' : `following ${which}${quiet} of ${counted(followers.length, 'container')}`, ...others];
}

function onlyWords(filter: LogFilter, lines: number): string {
  const looking = filter.progress < 1 ? `, looked through ${Math.floor(filter.progress * 100)}%` : '';
  const slow = filter.pattern.isTooSlow ? ', too slow as a regular expression: taken as plain text' : '';
  return `${counted(lines, 'line')} with ${filter.pattern.pattern}${looking}${slow}`;
}
