// What a description is written from: the object as fetched, the other things its kind asks the server for, and what we know besides.
import type { Level } from '../health/level.ts';
import { isProblem } from '../health/level.ts';
import { seenLevel } from '../health/level-word.ts';
import type { NodeId } from '../graph/node-id.ts';
import { listAt, textAt, type Json } from '../objects/json.ts';
import type { Sight } from './action.ts';
import type { LineLook, Sheet } from './describe-sheet.ts';
import { objectKeyOf, type Target } from './target.ts';

/** A request beside the object's own. `what` is verb and resource, for the sentence when it is refused: `list events`. */
export type Request = { readonly what: string; readonly path: string };
export type Requests = Readonly<Record<string, Request>>;

/** What came of a request: the parsed answer, or why there is none (`not allowed: list events`). */
export type Part = { readonly json: unknown } | { readonly why: string };

export type Subject = {
  readonly target: Target;
  readonly object: Json;
  readonly parts: Readonly<Record<string, Part>>;
  readonly sight: Sight;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** How one kind is described. `also`: what it wants fetched besides the object and its events. */
export type KindDescription = {
  also?(object: Json): Requests;
  tell(sheet: Sheet, subject: Subject): void;
};

/** The objects a request gave; why there are none, as text. */
export function itemsOf({ parts }: Subject, name: string): readonly Json[] | string {
  const part = parts[name];
  if (part === undefined) return 'not asked for';
  return 'why' in part ? part.why : listAt(part.json, 'items');
}

/** The level as screens show it: what is not wholly seen is unknown unless it is known to be bad. */
export function levelOf({ health }: Sight, id: NodeId): Level | 'unknown' {
  const { shown, unknown } = health.health(id);
  return seenLevel(shown, unknown !== undefined);
}

/** The look of a line that carries trouble: as bad as health says of the node (the object itself), and minor where health says nothing. */
export function trouble({ sight, target }: Subject, id: NodeId = objectKeyOf(target).text): LineLook {
  const { shown } = sight.health.health(id);
  return { level: isProblem(shown) ? shown : 'minor' };
}

/** Name and namespace: how every description begins. */
export function nameFields(sheet: Sheet, object: Json): void {
  sheet.field('Name', textAt(object, 'metadata', 'name'));
  const namespace = textAt(object, 'metadata', 'namespace');
  if (namespace !== '') sheet.field('Namespace', namespace);
}
