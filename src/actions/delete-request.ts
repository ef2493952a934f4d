// The request that deletes exactly the object the person saw, and what its answer means in words.
import { ApiError } from '../cluster/api-error.ts';
import { kindOf } from '../objects/kind.ts';
import { numberAt, objectAt, textAt, textsAt } from '../objects/json.ts';
import { ActionError, type Tools } from './action.ts';
import { rightToDelete } from './delete-right.ts';
import { DONE_WORDS, type Manner } from './delete-question.ts';
import { deniedWords } from './offer.ts';
import type { Target } from './target.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';
/** `gone`: it was not there any more. `replaced`: another object has its name now, which was left alone. */
export type Outcome = { readonly is: 'done' | 'gone' | 'replaced' | 'failed'; readonly words: string };

/** Sends one DELETE through the gate. Refusals are outcomes; only what forbids the action altogether (read-only) rejects. */
export async function sendDelete(
  target: Target,
  propagation: Propagation,
  manner: Manner,
  tools: Tools,
): Promise<Outcome> {
  const name = shortName(target);
  if (target.kind === 'Container') throw new ActionError('impossible', 'a container cannot be deleted: delete its pod');
  if (target.uid === '') return { is: 'failed', words: `${name}: not deleted: it was never seen, so it could be any` };
  const { kind, namespace } = target;
  try {
    const path = tools.cluster(target.context).pathOf(kind, namespace, target.name);
    const [grace, noted] = manner === 'kill' ? [{ gracePeriodSeconds: 0 }, { graceSeconds: 0 }] : [{}, {}];
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: target.uid },
      propagationPolicy: propagation,
      ...grace,
    };
    const answer = await tools.change({ action: manner, target, detail: { propagation, ...noted } }, (cluster) =>
      cluster.send(
        { what: `delete ${kindOf(kind).plural}/${target.name}`, method: 'DELETE', path, body },
        tools.signal,
      ),
    );
    return { is: 'done', words: `${DONE_WORDS[manner]} ${name}${aftermath(answer)}` };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error, target);
    if (error instanceof ActionError && error.code === 'not-connected')
      return { is: 'failed', words: `${name}: not deleted: ${error.message}` };
    throw error;
  }
}

/** `pod cart-7f`. */
export function shortName({ kind, name }: Target): string {
  return `${kind.toLowerCase()} ${name}`;
}

/** A deleted object comes back with its deletionTimestamp while it is still there; a Status means that it is gone. */
function aftermath(answer: unknown): string {
  const metadata = objectAt(answer, 'metadata');
  if (textAt(metadata, 'deletionTimestamp') === '') return '';
  const held = textsAt(metadata, 'finalizers');
  if (held.includes('foregroundDeletion')) return ': terminating, what it owns goes first';
  if (held.length > 0 && !held.includes('orphan')) return `: terminating, held by ${held.join(', ')}`;
  const grace = numberAt(metadata, 'deletionGracePeriodSeconds');
  if (grace === 0) return ''; // the last word on an object that is gone with this answer
  return grace === undefined ? ': terminating' : `: terminating, ${grace} s grace`;
}

function refusal({ code, message }: ApiError, target: Target): Outcome {
  const name = shortName(target);
  const failed = (words: string): Outcome => ({ is: 'failed', words: `${name}: ${words}` });
  switch (code) {
    case 'not-found':
    case 'gone':
      return { is: 'gone', words: `${name} is already gone` };
    case 'conflict':
      return /precondition/i.test(message)
        ? { is: 'replaced', words: `${name} was replaced meanwhile: nothing deleted` }
        : failed(`not deleted: ${message}`);
    case 'forbidden': {
      const [question] = rightToDelete(target);
      const lacksRight = /cannot delete resource/.test(message) && question !== undefined;
      return failed(lacksRight ? deniedWords(question) : `the server refused: ${message}`);
    }
    case 'timeout':
      return failed('no answer in time: it may or may not be deleted');
    case 'unreachable':
    case 'aborted':
    case 'protocol':
      return failed(`it may or may not be deleted: ${message}`);
    default:
      return failed(`not deleted: ${message}`);
  }
}
