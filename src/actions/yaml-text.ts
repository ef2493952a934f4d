// The YAML of one object while it is open: what is hidden, what the person turned on, and what became of the object meanwhile.
import { objectAt, valueAt } from '../objects/json.ts';
import type { Question, Tools } from './action.ts';
import { LiveObject, liveStatus, type LiveObjectState } from './live-object.ts';
import type { LiveText, TextContent, Turn, TurnId } from './live-text.ts';
import { maskSecrets } from './secret-mask.ts';
import type { Target } from './target.ts';
import { targetPlace } from './target.ts';
import type { TextLine } from './text-line.ts';
import { lookedAt } from './yaml-look.ts';
import { yamlLines } from './yaml-lines.ts';

const QUESTION: Question = {
  title: 'Show secret values on this screen?',
  lines: [
    { text: 'They are then also in what is copied and saved from it.' },
    { text: 'Others may see this screen, or its recording.' },
  ],
  answers: [
    { id: 'cancel', label: 'Cancel', note: 'they stay masked' },
    { id: 'show', label: 'Show them', note: 'until they are masked again or this text is closed' },
  ],
};

export class YamlText implements LiveText {
  readonly kind = 'yaml';
  readonly fileEnding = '.yaml';
  readonly #target: Target;
  readonly #tools: Tools;
  readonly #live: LiveObject;
  #changed: () => void = () => {};
  #showsManaged = false;
  #showsSecrets = false;
  #isAsking = false;
  #content: TextContent | undefined;

  constructor(target: Target, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
    this.#live = new LiveObject(target, tools);
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.#live.start(() => this.#refresh());
  }

  content(): TextContent {
    return (this.#content ??= this.#make());
  }

  turn(id: TurnId): void {
    if (id === 'managed-fields') {
      this.#showsManaged = !this.#showsManaged;
      this.#refresh();
    } else if (id === 'secrets' && this.#showsSecrets) {
      this.#showsSecrets = false;
      this.#refresh();
    } else if (id === 'secrets') void this.#askForSecrets();
  }

  isBusy(): boolean {
    return this.#live.isBusy;
  }

  stop(): void {
    this.#live.stop();
  }

  async #askForSecrets(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await this.#tools.ask(QUESTION);
    this.#isAsking = false;
    if (answer !== 'show') return;
    this.#showsSecrets = true;
    this.#refresh();
  }

  #refresh(): void {
    this.#content = undefined;
    this.#changed();
  }

  #make(): TextContent {
    const { state } = this.#live;
    const { object, masked, managed } = this.#visible(state.object);
    const { status, trouble } = liveStatus(state);
    return {
      title: `YAML ${targetPlace(this.#target)}`,
      status: masked > 0 && !this.#showsSecrets ? `${status} · ${masked} masked` : status,
      trouble,
      lines: object === undefined ? emptyLines(state) : lookedAt(yamlLines(object)),
      dropped: 0,
      turns: [
        turn('managed-fields', this.#showsManaged, managed ? undefined : 'the object has no managedFields'),
        turn('secrets', this.#showsSecrets, masked > 0 ? undefined : 'nothing in it is masked'),
      ],
    };
  }

  /** The object as it is to be shown, how many values are (or would be) masked, and whether there are managedFields. */
  #visible(whole: LiveObjectState['object']): { object: unknown; masked: number; managed: boolean } {
    if (whole === undefined) return { object: undefined, masked: 0, managed: false };
    const { object, masked } = maskSecrets(whole);
    const chosen = this.#showsSecrets ? whole : object;
    if (valueAt(chosen, 'metadata', 'managedFields') === undefined) return { object: chosen, masked, managed: false };
    const { managedFields: _, ...rest } = objectAt(chosen, 'metadata');
    return { object: this.#showsManaged ? chosen : { ...chosen, metadata: rest }, masked, managed: true };
  }
}

function turn(id: TurnId, on: boolean, whyNot: string | undefined): Turn {
  return whyNot === undefined ? { id, on } : { id, on, whyNot };
}

function emptyLines({ is, words }: LiveObjectState): readonly TextLine[] {
  return is === 'loading' ? [] : [{ text: words, level: is === 'failed' ? 'unknown' : 'minor' }];
}
