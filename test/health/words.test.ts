// Machine words made plain: exit codes, the scheduler's sentence, schedules, and the heap of wake times.
import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../src/health/cron-schedule.ts';
import { exitFact, exitReason, exitWords } from '../../src/health/exit-words.ts';
import { parseUnschedulable, schedulingFacts } from '../../src/health/scheduling-words.ts';
import { WakeTimes } from '../../src/health/wake-times.ts';

const end = (exitCode: number, reason = 'Error', signal = 0, message = '') => ({ exitCode, reason, signal, message });

describe('exits', () => {
  it('are named and explained', () => {
    expect([exitReason(end(137, 'OOMKilled')), exitReason(end(139, 'Error', 11)), exitReason(end(1))]).toEqual([
      'OOMKilled',
      'Signal:11',
      'ExitCode:1',
    ]);
    expect([exitFact(end(137)), exitFact(end(143)), exitFact(end(1)), exitFact(end(128, 'StartError'))]).toEqual([
      'exit 137 SIGKILL',
      'exit 143 SIGTERM',
      'exit 1',
      'exit 128 StartError',
    ]);
    expect(exitWords(end(127))).toBe('exit 127, the command was not found');
    expect(exitWords(end(3, 'Error', 0, 'no config\nstack'))).toBe('exit 3, no config');
  });
});

describe('scheduling', () => {
  it('ranks the reasons and keeps commas inside taints together', () => {
    expect(
      parseUnschedulable(
        '0/5 nodes are available: 1 node(s) were unschedulable, 4 node(s) had untolerated taint {a: b, c}. preemption: 0/5 nodes are available.',
      ),
    ).toEqual({
      available: 0,
      total: 5,
      refusals: [
        { nodes: 4, why: 'untolerated taint {a: b, c}' },
        { nodes: 1, why: 'unschedulable' },
      ],
    });
  });

  it('keeps a message of another form as it is', () => {
    expect(parseUnschedulable('no nodes')).toBeUndefined();
    expect(schedulingFacts('no nodes')).toEqual(['no nodes']);
    expect(schedulingFacts('')).toEqual([]);
    expect(schedulingFacts('0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.')).toEqual([
      '2 of 2 nodes: pod has unbound immediate PersistentVolumeClaims',
    ]);
  });
});

describe('schedules', () => {
  const next = (text: string, zone: string, after: string) => {
    const schedule = scheduleOf(text, zone);
    if ('words' in schedule) throw new Error(schedule.words);
    const run = schedule.next(Date.parse(after));
    return run === undefined ? undefined : new Date(run).toISOString();
  };

  it('follow their time zone and the ways robfig/cron writes them', () => {
    expect(next('0 9 * * *', 'Asia/Tokyo', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
    expect(next('30 4 ? * *', '', '2026-01-01T00:00:00Z')).toBe('2026-01-01T04:30:00.000Z');
    expect(next('CRON_TZ=Europe/Berlin 0 6 * * *', '', '2026-07-01T00:00:00Z')).toBe('2026-07-01T04:00:00.000Z');
    expect(next('@hourly', '', '2026-01-01T00:10:00Z')).toBe('2026-01-01T01:00:00.000Z');
    expect(next('@every 1h30m', '', '2026-01-01T00:00:00Z')).toBe('2026-01-01T01:30:00.000Z');
    expect(next('5/15 * * * *', '', '2026-01-01T00:06:00Z')).toBe('2026-01-01T00:20:00.000Z');
  });

  it('that cannot be read say why', () => {
    for (const [text, zone] of [
      ['nonsense', ''],
      ['0 25 * * *', ''],
      ['0 9 * * *', 'Mars/Base'],
      ['@every now', ''],
    ] as const) {
      expect(scheduleOf(text, zone)).toHaveProperty('words');
    }
  });
});

describe('wake times', () => {
  it('come up in order, once, at the instant last set', () => {
    const wakes = new WakeTimes();
    for (let n = 0; n < 500; n++) wakes.set(`id${n % 100}`, 1000 + ((n * 37) % 500));
    wakes.set('id7', undefined);
    wakes.set('id8', 5);
    expect(wakes.next()).toBe(5);
    expect(wakes.takeDue(5)).toEqual(['id8']);
    const due = wakes.takeDue(2000);
    expect(due).toHaveLength(98);
    expect(new Set(due).size).toBe(98);
    expect(wakes.next()).toBeUndefined();
  });

  it('are taken earliest first', () => {
    const wakes = new WakeTimes();
    for (const at of [30, 10, 20, 50, 40]) wakes.set(`at ${at}`, at);
    expect(wakes.takeDue(45)).toEqual(['at 10', 'at 20', 'at 30', 'at 40']);
    expect(wakes.next()).toBe(50);
  });
});
