// The filter language: what people type, whole and half typed.
import { describe, expect, it } from 'vitest';
import { narrows, parseFilter, passes, type Filtered } from '../../src/view/filter.ts';

const row = (seen: Filtered['seen'], ...lines: string[]): Filtered => ({
  seen,
  contains: (lower) => lines.some((line) => line.toLowerCase().includes(lower)),
  lines: () => lines.join('\n'),
});
const cart = row('critical', 'cart-7f9c-x2x1l', 'shop', 'prod-eu', 'CrashLoopBackOff', 'app=cart', 'tier=backend');
const check = (text: string, on: Filtered = cart): boolean => passes(parseFilter(text), on);

describe('filter', () => {
  it.each([
    '',
    '   ',
    'CART',
    'crashloop',
    'cart shop',
    'app=cart',
    '!pay',
    'cart !app=pay',
    '/cart-.*x2/',
    '/^shop$/',
    '!/pay/',
    '!',
    'level=critical',
    'level>=minor',
    'level!=ok',
    'level>major',
    'LEVEL>=Minor',
  ])('lets the row through: %s', (text) => expect(check(text)).toBe(true));
  it.each([
    'pay',
    'cart pay',
    '!cart',
    '!app=cart',
    '/^cart$/',
    '!/cart/',
    'level=ok',
    'level<critical',
    '!level=critical',
    'level=unknown',
  ])('keeps the row out: %s', (text) => expect(check(text)).toBe(false));

  it('ranks unknown between changing and minor, and tells done from ok', () => {
    expect(
      ['level>=minor', 'level>progressing', 'level=?', 'level=unknown', 'level=changing'].map((text) =>
        check(text, row('unknown')),
      ),
    ).toEqual([false, true, true, true, false]);
    expect([check('level=ok', row('done')), check('level<=ok', row('done'))]).toEqual([false, true]);
  });

  it('takes what it cannot read as text or not at all, and says so', () => {
    expect(check('/[/', row('ok', 'a/[/b'))).toBe(true);
    expect(parseFilter('/[/').hint).toContain('plain text');
    expect(check('level>=mi')).toBe(true);
    expect(parseFilter('level>=mi').hint).toContain('minor');
    expect(parseFilter('cart level>=minor').hint).toBeUndefined();
    let typed = '';
    for (const key of '!/(ca[rt]|x)+ level>=critical !! !/ app==\\ \u0000(?<')
      expect(() => check((typed += key))).not.toThrow();
  });

  it('knows when typing on can only take rows away', () => {
    const narrower = (next: string, before: string) => narrows(parseFilter(next), parseFilter(before));
    expect([
      narrower('cart', ''),
      narrower('cart', 'car'),
      narrower('cart shop', 'cart'),
      narrower('!p', '!pay'),
      narrower('cart level=ok', 'cart'),
    ]).toEqual([true, true, true, true, true]);
    expect([
      narrower('car', 'cart'),
      narrower('', 'c'),
      narrower('!pay', '!p'),
      narrower('!cart', 'cart'),
      narrower('/cart/', '/car/'),
      narrower('level>=major', 'level=major'),
    ]).toEqual([false, false, false, false, false, false]);
  });
});
