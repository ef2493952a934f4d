// The running program without a screen: messages in, states out, effects performed. The interactive program and `snapshot` are this and a painter.
import { Acting } from './acting.ts';
import { whyLine } from '../view/why.ts';
import { askFleet, type FleetEffect } from './ask-fleet.ts';
import { type FrameCause, FramePacer } from './frame-pacer.ts';
import { firstPlace, type FirstWishes } from './first-screen.ts';
import type { LiveFleet } from './live-fleet.ts';
import type { Effect, Message } from './message.ts';
import { initialModel, nearestList, topList, type Model } from './model.ts';
import { podsInView } from './pods-in-view.ts';
import { rowAt } from './cursor.ts';
import { saveText } from './save-text.ts';
import type { Connect, SessionOptions } from './session-options.ts';
import type { ScreenState, State } from './state.ts';
import { Tables } from './tables.ts';
import { update } from './update.ts';

export interface Session {
  readonly state: State;
  send(message: Message): void;
  /** Resolves when no request, no change, no effect and no frame is pending, or the signal aborts. */
  idle(signal: AbortSignal): Promise<void>;
  /** Ends the fleet, the tables and every timer. */
  stop(): Promise<void>;
}

export function startSession(options: SessionOptions): Session {
  const session = new RunningSession(options);
  session.start();
  return session;
}

/** While keys are held down, rows are brought up to date this often. */
const OLD_ROWS_MS = 250;

/** Before the first list is opened, for the length of no frame. */
const NOTHING_YET: ScreenState = { type: 'start', title: '', lines: [], choices: [], cursor: 0 };

class RunningSession implements Session {
  readonly #options: SessionOptions;
  readonly #pacer: FramePacer;
  readonly #inbox: Message[] = [];
  #model: Model;
  #fleet: LiveFleet | undefined;
  #tables: Tables | undefined;
  #acting: Acting | undefined;
  #saving: Promise<void> | undefined;
  #unsubscribe: () => void = () => {};
  #cancelTick: () => void = () => {};
  #busy = false;
  /** When the rows were last brought up to date with the fleet. */
  #dataAt = Number.NEGATIVE_INFINITY;
  /** Connections a start screen asked for that are not there yet. */
  #connecting: Promise<void> | undefined;
  #stopped = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, monotonic, size, views, readOnly, start } = options;
    const screen = 'type' in start ? start : NOTHING_YET;
    this.#model = initialModel({ size, now: clock.now(), views, screen, readOnly });
    this.#pacer = new FramePacer({ clock, monotonic, paint: (because) => this.#frame(because) });
  }

  get state(): State {
    return this.#model;
  }

  start(): void {
    const { start, connectFirst } = this.#options;
    if (connectFirst !== undefined) this.#connect(connectFirst);
    if (!('type' in start)) this.#begin(start, this.#options.first);
    this.#tick();
    this.#pacer.ask('key'); // the first frame waits for nothing
  }

  send(message: Message): void {
    if (this.#stopped) return;
    this.#handle(message);
    this.#pacer.ask(message.type === 'tick' ? 'data' : 'key');
  }

  /** A message of our own making: it may come in the middle of another, whose frame is then its frame too. */
  #say(message: Message): void {
    if (this.#stopped) return;
    const isNested = this.#busy;
    this.#handle(message);
    if (!isNested) this.#pacer.ask('key');
  }

  async idle(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#stopped) {
      await this.#connecting;
      await this.#fleet?.whenSynced(signal);
      await this.#saving;
      await this.#pacer.painted();
      const isSettled = this.#connecting === undefined && this.#pacer.isQuiet && this.#fleet?.isIdle() !== false;
      if (isSettled && this.#acting?.isBusy() !== true) return;
      await this.#acting?.changes(signal);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#acting?.stop();
    this.#pacer.stop();
    this.#cancelTick();
    this.#unsubscribe();
    this.#tables?.closeAll();
    await this.#fleet?.stop();
  }

  /** Once a second, on the second, so that the clock and the ages on the screen go on. */
  #tick(): void {
    const { clock } = this.#options;
    this.#cancelTick = clock.setTimer(1000 - (clock.now() % 1000), () => {
      this.#pacer.ask('data');
      this.#tick();
    });
  }

  /** One message and whatever its effects send, in order. An effect's messages come before the next of ours. */
  #handle(message: Message): void {
    this.#inbox.push(message);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift()) {
        const step = update(this.#model, next);
        this.#model = step.state;
        for (const effect of step.effects) this.#perform(effect);
        this.#acting?.look(this.#model);
        this.#takeRows('asked');
      }
    } finally {
      this.#busy = false;
    }
  }

  #frame(because: FrameCause): void {
    this.#settle(because);
    this.#options.output.paint(this.#model);
    this.#tables?.prepare(topList(this.#model)?.table ?? 0);
  }

  /** Brings the state up to date with fleet and clock, as one looks at it. */
  #settle(because: FrameCause): void {
    this.#handle({ type: 'tick', now: this.#options.clock.now() });
    const fleet = this.#fleet;
    if (fleet === undefined) return;
    if (this.#dataIsDue(because)) this.#takeRows('current');
    const pods = podsInView(nearestList(this.#model), fleet.health);
    this.#handle({ type: 'fleet', contexts: fleet.contextStates(), pods });
    const list = topList(this.#model);
    const row = list === undefined ? undefined : rowAt(list);
    this.#handle({
      type: 'why-line',
      why: row === undefined ? undefined : whyLine(row.id, fleet.graph, fleet.health, this.#model.now),
    });
    for (const message of this.#acting?.news(this.#model) ?? []) this.#handle(message);
  }

  /** A key's frame paints the rows as they are, unless they are old: under a rain of events keys stay quick. */
  #dataIsDue(because: FrameCause): boolean {
    const now = this.#options.monotonic();
    if (because === 'key' && now - this.#dataAt < OLD_ROWS_MS) {
      if (this.#tables?.isBehind(topList(this.#model)?.table ?? 0) === true) this.#pacer.ask('data');
      return false;
    }
    this.#dataAt = now;
    return true;
  }

  #takeRows(which: 'asked' | 'current'): void {
    const table = topList(this.#model)?.table;
    if (table === undefined) return;
    const rows = which === 'asked' ? this.#tables?.takeAsked(table) : this.#tables?.takeCurrent(table);
    if (rows !== undefined) this.#model = update(this.#model, { type: 'rows', table, rows }).state;
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'open-table':
        this.#tables?.open(effect.table, effect.view, effect.scope, effect.query);
        return;
      case 'query-table':
        this.#tables?.query(effect.table, effect.query);
        return;
      case 'close-table':
        this.#tables?.close(effect.table);
        return;
      case 'redraw':
        this.#options.output.redraw();
        return;
      case 'copy':
        this.#copy(effect.text, effect.what);
        return;
      case 'save':
        this.#save(effect);
        return;
      case 'act':
      case 'give-up':
      case 'answered':
      case 'seek':
      case 'turn':
      case 'only':
      case 'close-text':
        this.#acting?.perform(effect);
        return;
      case 'quit':
        this.#options.output.ended();
        return;
      case 'connect':
        this.#connect({ contexts: [effect.context] });
        return;
      case 'start-demo':
        this.#connect('demo');
        return;
      default:
        this.#ask(effect);
    }
  }

  #ask(effect: FleetEffect): void {
    const answer = this.#fleet === undefined ? undefined : askFleet(this.#fleet, effect, this.#model);
    if (answer !== undefined) this.#handle(answer);
  }

  #copy(text: string, what: string): void {
    const done = this.#options.output.copy(text);
    this.#handle({
      type: 'notice',
      text: done ? `copied: ${what}` : 'this terminal has no clipboard for us',
      level: 'info',
    });
  }

  #save(effect: Extract<Effect, { type: 'save' }>): void {
    const ending = this.#acting?.fileEnding(effect.live) ?? '.txt';
    this.#saving = saveText(effect, ending, this.#options.output.save).then((answer) => this.send(answer));
  }

  /** Connects what a start screen chose; until then that screen stays, and says so. */
  #connect(wanted: Parameters<Connect>[0]): void {
    if (this.#connecting !== undefined) return;
    this.#handle({ type: 'notice', text: wanted === 'demo' ? 'starting the demo …' : 'connecting …', level: 'info' });
    const begun = this.#options.connect(wanted).then(
      (fleet) => (this.#stopped ? fleet.stop() : this.#begin(fleet, { ...this.#options.first })),
      (error: unknown) => {
        this.#options.log('error', 'connect', { error: String(error) });
        this.#handle({
          type: 'notice',
          text: error instanceof Error ? error.message : String(error),
          level: 'critical',
        });
      },
    );
    this.#connecting = begun.finally(() => {
      this.#connecting = undefined;
      this.#pacer.ask('key');
    });
  }

  #begin(fleet: LiveFleet, wishes: FirstWishes): void {
    this.#fleet = fleet;
    this.#tables = new Tables(fleet);
    this.#unsubscribe = fleet.onTouched((touched) => {
      this.#tables?.touch(touched);
      this.#pacer.ask('data');
    });
    const { deeds, readOnly, clock, log, output } = this.#options;
    this.#acting = new Acting({
      fleet,
      deeds,
      readOnly,
      handOver: output.handOver,
      clock,
      log,
      send: (message) => this.#say(message),
      changed: (isAwaited) => this.#pacer.ask(isAwaited && !this.#busy ? 'key' : 'data'),
    });
    const contexts = fleet.contextStates().map((state) => state.context);
    const place = firstPlace(wishes, contexts, this.#model.memory.views);
    this.#handle({ type: 'begin', view: place.view, scope: place.scope, filter: place.filter });
    if (place.problem !== undefined) this.#handle({ type: 'notice', text: place.problem, level: 'minor' });
  }
}
