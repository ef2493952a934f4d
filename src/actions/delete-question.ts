// The dialog before a deletion: for one object with all that follows from it, for many with a counted list per context. Cancel stands first.
import { isOwnerKind } from '../graph/entry.ts';
import { countText } from '../objects/count-text.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Choice, Question, Tools } from './action.ts';
import { consequences, fact, lossLines, placeLines } from './delete-facts.ts';
import { countedByKind, podsLost, servicesHit } from './delete-reach.ts';
import { whatComesBack } from './delete-return.ts';
import type { Target } from './target.ts';
import { targetName } from './target.ts';
import type { TextLine } from './text-line.ts';

/** Delete asks the object to end; kill leaves it no time. */
export type Manner = 'delete' | 'kill';
/** What is said afterwards: `deleted pod cart`. */
export const DONE_WORDS: Readonly<Record<Manner, string>> = { delete: 'deleted', kill: 'killed' };

const NAMES_SHOWN = 4;
const CONTEXTS_SHOWN = 4;
/** Kinds that take more with them than anyone oversees: their name is typed wherever they are. */
const TYPED_KINDS: readonly string[] = ['Namespace', 'Node'];

const CANCEL: Choice = { id: 'cancel', label: 'Cancel', note: 'nothing is done' };
const FOREGROUND: Choice = {
  id: 'Foreground',
  label: 'Foreground',
  note: 'what it owns goes first; the object stays until that is gone',
};
const ORPHAN: Choice = {
  id: 'Orphan',
  label: 'Orphan',
  note: 'only the object goes; what it owns runs on, owned by nobody',
};

/** The question about one object; `object` is what the graph holds of the target, undefined when it is not in sight. */
export function questionAboutOne(
  target: Target,
  object: KubeObject | undefined,
  manner: Manner,
  tools: Tools,
): Question {
  const isProtected = tools.isProtected(target.context);
  const typed = isProtected || TYPED_KINDS.includes(target.kind);
  return {
    title: manner === 'kill' ? `Kill ${targetName(target)} now` : `Delete ${targetName(target)}`,
    lines: [
      ...placeLines(target, isProtected),
      ...(object === undefined
        ? [fact('not sure', 'it is not in sight: what follows from this is not known', 'unknown')]
        : consequences(tools, object, tools.clock.now())),
      ...killLines([target], manner),
    ],
    answers: answers([target], manner),
    ...(typed ? { typed: { wanted: target.name, what: typedWhat(target, isProtected) } } : {}),
  };
}

/** The question about several: what and where, counted, with the first names, and the services that lose by it. */
export function questionAboutMany(targets: readonly Target[], manner: Manner, tools: Tools): Question {
  const byContext = Map.groupBy(targets, ({ context }) => context);
  const lines: TextLine[] = [];
  for (const [context, those] of [...byContext].slice(0, CONTEXTS_SHOWN)) {
    const counted = countedByKind(those.map(({ kind }) => kind));
    const isProtected = tools.isProtected(context);
    lines.push({
      text: `${context}${isProtected ? ' (protected)' : ''}: ${counted}`,
      strong: true,
      ...(isProtected ? { level: 'major' } : {}),
    });
    lines.push(...nameLines(those));
  }
  if (byContext.size > CONTEXTS_SHOWN) lines.push({ text: `and ${byContext.size - CONTEXTS_SHOWN} more contexts` });
  const needsTyping = targets.some(({ kind, context }) => TYPED_KINDS.includes(kind) || tools.isProtected(context));
  const [only] = byContext.size === 1 ? byContext.keys() : [];
  return {
    title: `${manner === 'kill' ? 'Kill' : 'Delete'} ${countText(targets.length)} objects${manner === 'kill' ? ' now' : ''}`,
    lines: [...lines, ...manyReturns(targets, tools), ...manyLosses(targets, tools), ...killLines(targets, manner)],
    answers: answers(targets, manner),
    ...(needsTyping
      ? {
          typed:
            only === undefined
              ? { wanted: String(targets.length), what: 'how many objects' }
              : { wanted: only, what: 'the name of the context' },
        }
      : {}),
  };
}

function nameLines(targets: readonly Target[]): readonly TextLine[] {
  const lines = targets.slice(0, NAMES_SHOWN).map((target): TextLine => ({ text: `  ${targetName(target)}` }));
  const more = targets.length - lines.length;
  return more === 0 ? lines : [...lines, { text: `  and ${countText(more)} more`, dim: true }];
}

/** One pod without an owner among many that come back is what one regrets. What is not in sight is not counted among those that do. */
function manyReturns(targets: readonly Target[], { graph }: Tools): readonly TextLine[] {
  const returning = targets.filter(({ id }) => {
    const object = graph.object(id);
    return object !== undefined && !whatComesBack(graph, object).isLost;
  });
  const lost = targets.length - returning.length;
  if (lost === 0) return [fact('comes back', 'all of them')];
  const words = returning.length === 0 ? 'none of them' : `${countText(returning.length)}, ${countText(lost)} not`;
  return [fact('comes back', words, 'minor')];
}

function manyLosses(targets: readonly Target[], { graph }: Tools): readonly TextLine[] {
  const objects = targets.flatMap(({ id }) => graph.object(id) ?? []);
  const pods = objects.flatMap((object) => podsLost(graph, object));
  return lossLines(servicesHit(graph, pods).filter(({ left, ready }) => left < ready));
}

function killLines(targets: readonly Target[], manner: Manner): readonly TextLine[] {
  if (manner !== 'kill' || targets.every(({ kind }) => kind !== 'Pod')) return [];
  return [fact('no grace', 'no time to end cleanly; may run on where a node is lost', 'major')];
}

function answers(targets: readonly Target[], manner: Manner): readonly Choice[] {
  if (manner === 'kill') return [CANCEL, { id: 'Background', label: 'Kill now', note: 'gone at once, without grace' }];
  const owners = targets.some(({ kind }) => isOwnerKind(kind));
  const note = owners ? 'the object goes at once, what it owns follows' : 'it is asked to end, with its usual grace';
  const plain: Choice = { id: 'Background', label: 'Delete', note };
  return owners ? [CANCEL, plain, FOREGROUND, ORPHAN] : [CANCEL, plain];
}

function typedWhat({ kind }: Target, isProtected: boolean): string {
  return `the name of the ${kind.toLowerCase()}${isProtected ? ' (this context is protected)' : ''}`;
}
