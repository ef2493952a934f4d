// The cases that a resumed log turns on, one by one; the property test of log-follower goes through them at random.
import { describe, expect, it } from 'vitest';
import { type LogLine, readLine } from '../../src/actions/log-line.ts';
import { LogResume } from '../../src/actions/log-resume.ts';

const START = 1000;

/** `text@seconds.nanos` */
function line(words: string): LogLine {
  const [text = '', time = '0'] = words.split('@');
  const [seconds, nanos = '0'] = time.split('.');
  return {
    ...readLine(Buffer.from(text), 0, { seconds: 0, nanos: 0 }),
    seconds: START + Number(seconds),
    nanos: Number(nanos),
  };
}

function feed(resume: LogResume, ...lines: readonly string[]): string[] {
  const out: string[] = [];
  for (const words of lines) resume.take(line(words), ({ bytes }) => out.push(bytes.toString()));
  return out;
}

function settle(resume: LogResume): string[] {
  const out: string[] = [];
  resume.settle(({ bytes }) => out.push(bytes.toString()));
  return out;
}

describe('a resumed log', () => {
  it('is asked for from some seconds before the last line', () => {
    const resume = new LogResume(0);
    expect(resume.since()).toBeUndefined();
    feed(resume, 'a@10.999');
    expect(resume.since()).toBe(START + 5);
  });

  it('tells twins of one nanosecond apart by counting them', () => {
    const resume = new LogResume(Infinity);
    expect(feed(resume, 'a@10', 'a@10', 'b@10')).toEqual(['a', 'a', 'b']);
    resume.begin();
    expect(feed(resume, 'a@10', 'a@10', 'b@10', 'a@10', 'b@10')).toEqual(['a', 'b']);
  });

  it('drops lines from before the tail, which were never asked for', () => {
    const resume = new LogResume(2);
    feed(resume, 'c@10.3', 'd@10.4');
    resume.begin();
    expect(feed(resume, 'a@10.1', 'b@10.2', 'c@10.3', 'd@10.4', 'e@10.5')).toEqual(['e']);
  });

  it('gives all of a rotated file, at once when its lines are later', () => {
    const resume = new LogResume(2);
    feed(resume, 'c@10.3', 'd@10.4');
    resume.begin();
    expect(feed(resume, 'e@10.5', 'f@10.6')).toEqual(['e', 'f']);
  });

  it('gives lines of a clock that was set back when nothing seen follows', () => {
    const resume = new LogResume(2);
    feed(resume, 'c@10.3', 'd@10.4');
    resume.begin();
    expect(feed(resume, 'e@9.5', 'f@9.6')).toEqual([]);
    expect(settle(resume)).toEqual(['e', 'f']);
    resume.begin();
    expect(feed(resume, 'e@9.5', 'f@9.6', 'g@9.7')).toEqual(['g']);
  });

  it('starts over when it is cut again in the middle', () => {
    const resume = new LogResume(Infinity);
    feed(resume, 'a@10', 'b@11');
    resume.begin();
    expect(feed(resume, 'a@10')).toEqual([]);
    resume.begin();
    expect(feed(resume, 'a@10', 'b@11', 'c@12')).toEqual(['c']);
  });

  it('does not double lines that it has forgotten', () => {
    const resume = new LogResume(Infinity, 4);
    const all = Array.from({ length: 10 }, (_, n) => `${n}@10.${n}`);
    feed(resume, ...all);
    resume.begin();
    expect(feed(resume, ...all, 'new@10.99')).toEqual(['new']);
  });
});
