// The walk of a deletion: look once more, ask, send, say what came of it. Rows change when the watch says so, never here.
import { countText } from '../objects/count-text.ts';
import type { Tools } from './action.ts';
import { DONE_WORDS, questionAboutMany, questionAboutOne, type Manner } from './delete-question.ts';
import { type Outcome, type Propagation, sendDelete, shortName } from './delete-request.ts';
import type { Target } from './target.ts';

/** A cluster gets at most so many deletions of one walk at once. */
const AT_ONCE = 4;
const REASONS_SHOWN = 2;

export async function walkDelete(targets: readonly Target[], tools: Tools, manner: Manner): Promise<void> {
  const [only] = targets;
  if (only === undefined) return;
  if (targets.length === 1) return deleteOne(only, tools, manner);
  const answer = propagationOf(await tools.ask(questionAboutMany(targets, manner, tools)));
  if (answer !== undefined) await deleteMany(targets, answer, tools, manner);
}

async function deleteOne(target: Target, tools: Tools, manner: Manner): Promise<void> {
  const object = tools.graph.object(target.id);
  if (object !== undefined && object.uid !== target.uid) {
    tools.notice(`${shortName(target)} was replaced meanwhile: nothing deleted`, 'minor');
    return;
  }
  const answer = propagationOf(await tools.ask(questionAboutOne(target, object, manner, tools)));
  if (answer === undefined) return;
  const { is, words } = await sendDelete(target, answer, manner, tools);
  tools.notice(words, is === 'done' ? 'ok' : is === 'failed' ? 'major' : 'minor');
  if (is !== 'failed') tools.unmark([target]);
}

function propagationOf(answer: string | undefined): Propagation | undefined {
  return answer === 'Background' || answer === 'Foreground' || answer === 'Orphan' ? answer : undefined;
}

type Result = Outcome & { readonly target: Target };

/** Each context on its own, a few at once; the end of the session leaves the rest alone. */
async function deleteMany(
  targets: readonly Target[],
  propagation: Propagation,
  tools: Tools,
  manner: Manner,
): Promise<void> {
  const results: Result[] = [];
  const queues = [...Map.groupBy(targets, ({ context }) => context).values()];
  const work = async (queue: Iterator<Target>): Promise<void> => {
    for (let next = queue.next(); next.done !== true && !tools.signal.aborted; next = queue.next()) {
      results.push({ target: next.value, ...(await sendDelete(next.value, propagation, manner, tools)) });
      if (results.length < targets.length) {
        const done = results.filter(({ is }) => is !== 'failed').length;
        tools.notice(`${DONE_WORDS[manner]} ${countText(done)}/${countText(targets.length)}`, 'info');
      }
    }
  };
  await Promise.all(
    queues.flatMap((queue) => {
      const shared = queue.values();
      return Array.from({ length: AT_ONCE }, () => work(shared));
    }),
  );
  tools.unmark(results.filter(({ is }) => is !== 'failed').map(({ target }) => target));
  sayEnd(results, targets.length, tools, manner);
}

function sayEnd(results: readonly Result[], wanted: number, tools: Tools, manner: Manner): void {
  const number = (is: Outcome['is']): number => results.filter((result) => result.is === is).length;
  const failed = results.filter(({ is }) => is === 'failed');
  const remarks = [
    ...(number('gone') > 0 ? [`${countText(number('gone'))} gone already`] : []),
    ...(number('replaced') > 0 ? [`${countText(number('replaced'))} replaced meanwhile and left alone`] : []),
    ...(results.length < wanted ? [`stopped before ${countText(wanted - results.length)}`] : []),
    ...(failed.length > 0 ? [`${countText(failed.length)} failed: ${reasons(failed)}`] : []),
  ];
  const head = `${DONE_WORDS[manner]} ${countText(number('done'))} of ${countText(wanted)}`;
  tools.notice([head, ...remarks].join('; '), failed.length > 0 ? 'major' : remarks.length > 0 ? 'minor' : 'ok');
}

function reasons(failed: readonly Result[]): string {
  const shown = failed.slice(0, REASONS_SHOWN).map(({ words }) => words);
  return failed.length > shown.length ? `${shown.join('; ')}; …` : shown.join('; ');
}
