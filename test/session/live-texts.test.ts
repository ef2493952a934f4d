// What a key asked for is to be painted at once, what comes later when there is time: the first news of a text that is still empty are told apart.
import { expect, test } from 'vitest';
import type { LiveText, TextContent } from '../../src/actions/live-text.ts';
import { LiveTexts } from '../../src/session/live-texts.ts';

function fakeText(): LiveText & { say: (...lines: string[]) => void } {
  let content: TextContent = { title: '', status: '', lines: [], dropped: 0, turns: [] };
  let tell = (): void => undefined;
  return {
    kind: 'logs',
    fileEnding: '.log',
    start: (changed) => {
      tell = changed;
    },
    content: () => content,
    turn: () => undefined,
    isBusy: () => false,
    stop: () => undefined,
    say: (...lines) => {
      content = { ...content, lines: lines.map((text) => ({ text })) };
      tell();
    },
  };
}

test('news are awaited until the first lines were taken', () => {
  const heard: boolean[] = [];
  const texts = new LiveTexts((isAwaited) => heard.push(isAwaited));
  const text = fakeText();
  const { live } = texts.open(text);
  text.say('one');
  text.say('one', 'two');
  expect(heard, 'nobody has seen a line yet').toEqual([true, true]);
  expect(texts.takeChanged(live)?.lines).toHaveLength(2);
  text.say('one', 'two', 'three');
  expect(heard.at(-1)).toBe(false);
});
