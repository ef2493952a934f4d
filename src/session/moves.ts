// The keys that move, with what each is called: lists, texts, panels and start screens all move alike.
export type Motion = (at: number, count: number, page: number) => number;

export const MOTIONS = {
  up: (at) => at - 1,
  down: (at) => at + 1,
  pageUp: (at, _, page) => at - page,
  pageDown: (at, _, page) => at + page,
  first: () => 0,
  last: (_, count) => count - 1,
} as const satisfies Record<string, Motion>;

/** `motion` gives the index to go to from index `at` of `count` lines with `page` visible; who moves clamps it. */
export type Move = {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly motion: Motion;
};

export const MOVES: readonly Move[] = [
  { keys: ['up', 'k'], shown: '↑ k', does: 'up', motion: MOTIONS.up },
  { keys: ['down', 'j'], shown: '↓ j', does: 'down', motion: MOTIONS.down },
  { keys: ['pageup'], shown: 'PgUp', does: 'page up', motion: MOTIONS.pageUp },
  { keys: ['pagedown'], shown: 'PgDn', does: 'page down', motion: MOTIONS.pageDown },
  { keys: ['g', 'home'], shown: 'g Home', does: 'to the first', motion: MOTIONS.first },
  { keys: ['G', 'end'], shown: 'G End', does: 'to the last', motion: MOTIONS.last },
];
