// The acting half of a session with a fleet: actions, the live texts they open, and what is offered for the row under the cursor.
import type { ActionId } from '../actions/action.ts';
import { Gate } from '../actions/gate.ts';
import type { Journal } from '../actions/journal.ts';
import type { Around } from '../actions/offer.ts';
import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import { ActionDesk, type HandOver } from './action-desk.ts';
import { rowAt } from './cursor.ts';
import type { LiveFleet } from './live-fleet.ts';
import { LiveTexts } from './live-texts.ts';
import type { Effect, Message } from './message.ts';
import { topList, topText, type Model } from './model.ts';
import { Offers } from './offers.ts';
import { SearchSteps } from './search-steps.ts';

export type ActingEffect = Extract<
  Effect,
  { type: 'act' | 'give-up' | 'answered' | 'turn' | 'only' | 'seek' | 'close-text' }
>;

/** Where deeds are written down, and which contexts ask for a name to be typed. `trouble`: a sentence for the screen. */
export type Deeds = {
  readonly journal: (trouble: (sentence: string) => void) => Journal;
  readonly isProtected: (context: string) => boolean;
};

export type ActingOptions = {
  readonly fleet: LiveFleet;
  readonly deeds: Deeds;
  readonly readOnly: boolean;
  readonly handOver: HandOver | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly send: (message: Message) => void;
  /** Something new is to be seen at the next frame; `isAwaited`: it is what the person's key asked for. */
  readonly changed: (isAwaited: boolean) => void;
};

/** Who waits for a text looks again even when it said nothing. */
const LOOKS_AGAIN_MS = 100;

export class Acting {
  readonly #ended = new AbortController();
  readonly #desk: ActionDesk;
  readonly #texts: LiveTexts;
  readonly #offers: Offers;
  readonly #search: SearchSteps;
  readonly #clock: Clock;
  readonly #send: (message: Message) => void;
  readonly #waiters: (() => void)[] = [];

  constructor(options: ActingOptions) {
    const { fleet, deeds, readOnly, clock, log, send, handOver } = options;
    const changed = (isAwaited = false): void => {
      options.changed(isAwaited);
      for (const resolve of this.#waiters.splice(0)) resolve();
    };
    this.#clock = clock;
    this.#send = send;
    const cluster: Around['cluster'] = (context) => fleet.cluster(context);
    const journal = deeds.journal((text) => this.#desk.aside(text));
    const gate = new Gate({ readOnly, journal, cluster, isProtected: deeds.isProtected });
    const around: Around = { sight: fleet, readOnly, cluster };
    const { signal } = this.#ended;
    this.#texts = new LiveTexts(changed);
    this.#search = new SearchSteps(clock, () => {
      send({ type: 'seek' });
      changed();
    });
    this.#offers = new Offers({ around, clock, signal, changed });
    this.#desk = new ActionDesk({
      fleet,
      gate,
      around,
      clock,
      log,
      signal,
      send,
      changed,
      handOver,
      // Whoever still works when the session ends opens nothing any more: nobody would close it.
      show: (text) => {
        if (!signal.aborted) send({ type: 'show-text', kind: text.kind, ...this.#texts.open(text) });
      },
    });
  }

  perform(effect: ActingEffect): void {
    switch (effect.type) {
      case 'act':
        return this.#desk.act(effect.action, effect.rows);
      case 'give-up':
        return this.#desk.giveUp();
      case 'answered':
        return this.#desk.answered(effect.ask, effect.answer);
      case 'turn':
        this.#texts.turn(effect.live, effect.turn);
        return this.#take(effect.live);
      case 'only':
        this.#texts.only(effect.live, effect.pattern);
        return this.#take(effect.live);
      case 'seek':
        return this.#search.ask();
      case 'close-text':
        return this.#texts.close(effect.live);
    }
  }

  /** What a key changed in a text is there for the next key, whether a frame came between or not. */
  #take(live: number): void {
    const content = this.#texts.takeChanged(live);
    if (content !== undefined) this.#send({ type: 'text', live, content });
  }

  /** After every message: a question that left the screen without an answer was cancelled. */
  look({ overlay }: Model): void {
    const isAsking = overlay?.type === 'dialog' || overlay?.type === 'chooser';
    this.#desk.seen(isAsking ? overlay.ask : undefined);
  }

  /** What a frame must know: the text on top as it is now, the offer for the row under the cursor. */
  news(model: Model): readonly Message[] {
    const live = topText(model)?.live;
    const content = live === undefined ? undefined : this.#texts.takeChanged(live);
    const list = topList(model);
    const row = list === undefined ? undefined : rowAt(list);
    const offer = row === undefined ? undefined : this.#offers.of(row);
    return [
      ...(live === undefined || content === undefined ? [] : [{ type: 'text', live, content } as const]),
      ...(isSameOffer(offer, model.offer) ? [] : [{ type: 'offer', offer } as const]),
    ];
  }

  fileEnding(live: number | undefined): string {
    return this.#texts.fileEnding(live);
  }

  /** A request, an action, a question about rights or a search is on its way. */
  isBusy(): boolean {
    return this.#desk.isBusy() || this.#texts.isBusy() || this.#offers.isBusy() || this.#search.isBusy;
  }

  /** Resolves when something changed; at once when nothing is on its way. */
  changes(signal: AbortSignal): Promise<void> {
    this.#offers.hurry();
    if (signal.aborted || !this.isBusy()) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(LOOKS_AGAIN_MS, resolve);
      this.#waiters.push(() => {
        cancel();
        resolve();
      });
    });
  }

  stop(): void {
    this.#ended.abort();
    this.#desk.stop();
    this.#texts.closeAll();
    this.#offers.stop();
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

function isSameOffer(a: Model['offer'], b: Model['offer']): boolean {
  if (a === undefined || b === undefined) return a === b;
  const ids = Object.keys({ ...a.whyNot, ...b.whyNot }) as readonly ActionId[];
  return a.id === b.id && ids.every((id) => a.whyNot[id] === b.whyNot[id]);
}
