// What a person can switch in an open log.
import { describe, expect, it } from 'vitest';
import { LogPattern } from '../../src/actions/log-pattern.ts';
import { START } from './log-fake-kubelet.ts';
import { LogWalk } from './log-walk.ts';

describe('switches of a log', () => {
  it('shows timestamps when asked, and never changes a snapshot', async () => {
    const walk = new LogWalk();
    walk.kubelet.write('one', START, 42);
    await walk.open();
    const before = walk.log.content();
    expect(walk.log.content()).toBe(before);
    await walk.turn('timestamps');
    expect(walk.lines).toEqual(['2027-01-15T08:00:00.000000042Z one']);
    expect(before.lines.at(0)?.text).toBe('one');
  });

  it('asks again for another range', async () => {
    const walk = await new LogWalk().open();
    await walk.turn('range-3');
    expect(walk.kubelet.paths.at(-1)).toMatch(/follow=true&sinceSeconds=300$/);
    expect(walk.status).toContain('last 5 min');
    expect(walk.log.content().turns.filter(({ on }) => on === true)).toEqual([{ id: 'range-3', on: true }]);
    expect(walk.kubelet.open).toBe(1);
  });

  it('shows the first 5,000 lines and then ends', async () => {
    const walk = new LogWalk();
    for (let i = 0; i < 5010; i++) walk.kubelet.write(`line ${i}`, START, i);
    await walk.open();
    await walk.turn('range-1');
    expect([walk.lines.length, walk.lines.at(-1)]).toEqual([5000, 'line 4999']);
    expect(walk.status).toBe('complete · first 5,000 lines · 5,000 lines');
    expect(walk.kubelet.open).toBe(0);
  });

  it('stands still while it is paused, and counts', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    await walk.turn('pause');
    for (let i = 0; i < 1234; i++) walk.kubelet.write(`more ${i}`);
    await walk.clock.idle();
    expect(walk.lines).toEqual(['one']);
    expect(walk.status).toMatch(/^PAUSED \+1,234 · following app/);
    await walk.turn('pause');
    expect(walk.lines).toHaveLength(1235);
  });

  it('says how many lines were evicted, and where the others are now', async () => {
    const walk = await new LogWalk({ ringBytes: 40_000 }).open();
    for (let i = 0; i < 2000; i++) walk.kubelet.write(`line ${i}`, START, i);
    await walk.clock.idle();
    const { dropped, lines, status } = walk.log.content();
    expect(dropped + lines.length).toBe(2000);
    expect(lines.at(0)?.text).toBe(`line ${dropped}`);
    expect(status).toContain(`${dropped.toLocaleString('en')} lines evicted`);
    for (let i = 2000; i < 6000; i++) walk.kubelet.write(`line ${i}`, START, i);
    await walk.clock.idle();
    expect(lines.at(0)).toBeUndefined();
  });
});

describe('only matching lines', () => {
  it('are shown of what is there and of what comes, in slices', async () => {
    const walk = await new LogWalk().open();
    for (let i = 0; i < 10_000; i++) walk.kubelet.write(`line ${i}`, START, i);
    await walk.clock.idle();
    walk.log.only('LINE \\d*77$');
    expect(walk.log.isBusy()).toBe(true);
    await walk.clock.idle();
    expect([walk.log.isBusy(), walk.lines.length]).toEqual([false, 0]); // capitals: case counts
    walk.log.only('line \\d*77$');
    await walk.clock.idle();
    walk.kubelet.write('line 10077', START + 1);
    walk.kubelet.write('other', START + 1);
    await walk.clock.advance(50);
    expect([walk.lines.length, walk.lines[0], walk.lines.at(-1)]).toEqual([101, 'line 77', 'line 10077']);
    expect(walk.status).toContain('101 lines with line \\d*77$');
    walk.log.only('');
    expect(walk.lines).toHaveLength(10_002);
  });

  it('keep their numbers while lines are evicted', async () => {
    const walk = await new LogWalk({ ringBytes: 40_000 }).open();
    walk.log.only('7$');
    for (let i = 0; i < 5000; i++) {
      walk.kubelet.write(`line ${i}`, START, i);
      if (i % 100 === 0) await walk.clock.advance(50);
    }
    await walk.clock.advance(50);
    const { dropped, lines } = walk.log.content();
    expect(dropped).toBeGreaterThan(300);
    expect(dropped + lines.length).toBe(500);
    expect(lines.at(0)?.text).toBe(`line ${dropped * 10 + 7}`);
  });

  it.each([
    ['error', ['an Error', 'fine'], [true, false]],
    ['Error', ['an Error', 'error'], [true, false]],
    ['a.c', ['abc', 'ac'], [true, false]],
    ['\\S+=5\\d\\d', ['Status=500', 'status=404'], [true, false]],
    ['[', ['a[b', 'ab'], [true, false]],
    ['grün|✓', ['GRÜN', '✓', 'x'], [true, true, false]],
  ])('%s', (pattern, texts, matches) => {
    expect(new LogPattern(pattern).test(texts)).toEqual(matches);
  });

  it('give up a regular expression that would never end', () => {
    const pattern = new LogPattern('(a+)+$');
    expect(pattern.test([`${'a'.repeat(60)}!`, 'a literal (a+)+$ of it'])).toEqual([false, true]);
    expect(pattern.isTooSlow).toBe(true);
  });
});

describe('all containers of a pod', () => {
  const containers = ['app', 'proxy'];

  it('are merged by time with their names in front', async () => {
    const walk = new LogWalk({ containers, all: true });
    walk.kubelet.write('a1', START, 1);
    walk.kubelet.write('a3', START, 3);
    walk.kubelet.write('p2', START, 2, 'proxy');
    walk.kubelet.write('p4', START, 4, 'proxy');
    await walk.open();
    await walk.clock.advance(250);
    expect(walk.lines).toEqual(['app   a1', 'proxy p2', 'app   a3', 'proxy p4']);
    expect(walk.log.content().lines.at(1)?.parts).toEqual([{ from: 0, to: 5, look: 'source-1' }]);
    expect(walk.status).toContain('following 2 of 2 containers');
  });

  it('wait for each other while live, but not long', async () => {
    const walk = await new LogWalk({ containers, all: true }).open();
    walk.kubelet.write('later', START, 20);
    await walk.clock.advance(150);
    expect(walk.lines).toEqual([]);
    walk.kubelet.write('earlier', START, 10, 'proxy');
    await walk.clock.idle();
    expect(walk.lines).toEqual(['proxy earlier']);
    await walk.clock.advance(60);
    expect(walk.lines).toEqual(['proxy earlier', 'app   later']);
  });

  it('are not kept waiting by one that has ended', async () => {
    const walk = await new LogWalk({ containers, all: true }).open();
    walk.kubelet.exit(0, 'Completed', 'proxy');
    await walk.clock.advance(1000);
    walk.kubelet.write('alone');
    await walk.clock.idle();
    expect(walk.lines).toEqual(['app   alone']);
    expect(walk.status).toContain('proxy: ended: container completed exit 0');
  });

  it('can be switched on and off; a pod with one has no switch', async () => {
    const walk = new LogWalk({ containers });
    walk.kubelet.write('p', START, 2, 'proxy');
    await walk.open();
    expect(walk.lines).toEqual([]);
    await walk.turn('all-containers');
    await walk.clock.advance(250);
    expect(walk.lines).toEqual(['proxy p']);
    await walk.turn('all-containers');
    expect([walk.lines, walk.kubelet.open]).toEqual([[], 1]);
    expect(new LogWalk().log.content().turns).toContainEqual({
      id: 'all-containers',
      whyNot: 'the pod has one container',
    });
  });
});
