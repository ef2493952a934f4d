// A description from top to bottom: first why it has its colour, then what surrounds it, then what the server says of it, last its events.
import { LEVEL_WORDS } from '../health/level-word.ts';
import type { Json } from '../objects/json.ts';
import type { Sight, Tools } from './action.ts';
import { events, eventsRequest } from './describe-events.ts';
import { KIND_DESCRIPTIONS } from './describe-kinds.ts';
import { containerOfPod } from './describe-pod.ts';
import { related } from './describe-related.ts';
import { Sheet } from './describe-sheet.ts';
import { levelOf, type Requests, type Subject } from './describe-subject.ts';
import { objectKeyOf, targetName, type Target } from './target.ts';
import type { TextLine } from './text-line.ts';

const INDENT = '  ';

/** What has to be fetched besides the object to describe it. */
export function requestsFor(target: Target, object: Json): Requests {
  const also = KIND_DESCRIPTIONS[objectKeyOf(target).kind].also?.(object) ?? {};
  return { ...also, events: eventsRequest(target, object) };
}

/** Why the target has its colour: a title, and the lines of the why panel unless all is well. */
export function whyLines(target: Target, sight: Sight & Pick<Tools, 'why'>): readonly TextLine[] {
  const level = levelOf(sight, target.id);
  const title: TextLine = { text: `${targetName(target)} is ${LEVEL_WORDS[level]}`, level, strong: true };
  if (level === 'ok') return [title];
  return [title, ...sight.why(target.id).map((line) => indented(line))];
}

/** Two columns further in; a message's line breaks become spaces, which keeps every index. */
function indented(line: TextLine): TextLine {
  const moved = line.parts?.map((part) => ({ ...part, from: part.from + INDENT.length, to: part.to + INDENT.length }));
  return { ...line, text: INDENT + line.text.replaceAll('\n', ' '), ...(moved !== undefined && { parts: moved }) };
}

/** All lines below the why. */
export function objectLines(subject: Subject): readonly TextLine[] {
  const sheet = new Sheet();
  sheet.blank();
  related(sheet, subject);
  if (sheet.lines().length > 1) sheet.blank();
  if (subject.target.container !== undefined) {
    containerOfPod(sheet, subject, subject.target.container);
    sheet.blank();
  }
  KIND_DESCRIPTIONS[objectKeyOf(subject.target).kind].tell(sheet, subject);
  events(sheet, subject);
  return sheet.lines();
}
