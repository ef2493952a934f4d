// The text of one description while it is open: it follows the object through changes, deletion and replacement, and its ages grow.
import type { Tools } from './action.ts';
import { objectLines, requestsFor, whyLines } from './describe-lines.ts';
import { fetchParts } from './describe-parts.ts';
import type { Part } from './describe-subject.ts';
import { LiveObject, liveStatus } from './live-object.ts';
import type { LiveText, TextContent } from './live-text.ts';
import { objectKeyOf, targetPlace, type Target } from './target.ts';
import type { TextLine } from './text-line.ts';

const SECOND_MS = 1000;

export class DescribeText implements LiveText {
  readonly kind = 'describe';
  readonly fileEnding = '.txt';
  readonly #target: Target;
  readonly #tools: Tools;
  readonly #live: LiveObject;
  #parts: Readonly<Record<string, Part>> = {};
  #changed: () => void = () => undefined;
  #unwatch: () => void = () => undefined;
  #cancelTick: () => void = () => undefined;
  #content: TextContent | undefined = undefined;
  #isStale = true;

  /** Throws ActionError when the context is not connected. */
  constructor(target: Target, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
    const cluster = tools.cluster(target.context);
    this.#live = new LiveObject(target, tools, async (object, signal) => {
      this.#parts = await fetchParts(cluster, requestsFor(target, object), signal);
    });
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.#live.start(() => this.#renew());
    // Why it has its colour is known without asking the server.
    this.#unwatch = this.#tools.watch(objectKeyOf(this.#target).text, () => this.#renew());
    this.#tick();
  }

  content(): TextContent {
    if (!this.#isStale && this.#content !== undefined) return this.#content;
    this.#isStale = false;
    const { status, trouble } = liveStatus(this.#live.state);
    const title = `Describe ${targetPlace(this.#target)}`;
    const next: TextContent = { title, status, trouble, lines: this.#lines(status), dropped: 0, turns: [] };
    if (this.#content === undefined || !isSame(this.#content, next)) this.#content = next;
    return this.#content;
  }

  turn(): void {
    // It has no switches.
  }

  isBusy(): boolean {
    return this.#live.isBusy;
  }

  stop(): void {
    this.#live.stop();
    this.#unwatch();
    this.#cancelTick();
  }

  #lines(status: string): readonly TextLine[] {
    const { graph, health, clock } = this.#tools;
    const top = whyLines(this.#target, this.#tools);
    const { object } = this.#live.state;
    if (object === undefined) return [...top, { text: '' }, { text: status, dim: true }];
    const subject = { target: this.#target, object, parts: this.#parts, sight: { graph, health }, now: clock.now() };
    return [...top, ...objectLines(subject)];
  }

  #renew(): void {
    this.#isStale = true;
    this.#changed();
  }

  /** Ages grow. */
  #tick(): void {
    this.#cancelTick = this.#tools.clock.setTimer(SECOND_MS, () => {
      this.#renew();
      this.#tick();
    });
  }
}

function isSame(a: TextContent, b: TextContent): boolean {
  if (a.status !== b.status || a.trouble !== b.trouble || a.lines.length !== b.lines.length) return false;
  for (let at = 0; at < b.lines.length; at++) {
    const [before, now] = [a.lines.at(at), b.lines.at(at)];
    if (before?.text !== now?.text || before?.level !== now?.level) return false;
  }
  return true;
}
