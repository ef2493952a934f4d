// How a process in a container ended, from the status channel of v4 and v5 (k8s.io/apimachinery remotecommand): a metav1.Status whose causes
// hold the exit code.
import { printable } from '../objects/printable.ts';
import { isJson } from '../objects/json.ts';
import { ApiError } from './api-error.ts';
import { statusError } from './answer-error.ts';
import type { RemoteEnd } from './remote-process.ts';

/** Of a status that names no code of its own; it comes from the kubelet or the container runtime. */
const HTTP_INTERNAL_ERROR = 500;

/** The end that a whole status tells; undefined while the text is not yet JSON. */
export function remoteEnd(what: string, text: string): RemoteEnd | undefined {
  const status = parsed(text);
  if (status === undefined) return undefined;
  if (!isJson(status)) return unknownEnd(what, text);
  if (status['status'] === 'Success') return { type: 'exit', code: 0 };
  const code = exitCode(status);
  if (code !== undefined) return { type: 'exit', code };
  return { type: 'failed', error: statusError(what, status, HTTP_INTERNAL_ERROR).info };
}

/** The end when what came on the status channel is no status. */
export function unknownEnd(what: string, text: string): RemoteEnd {
  const message = `the server did not say in words we know how it ended: ${printable(text).slice(0, 200)}`;
  return { type: 'failed', error: new ApiError({ code: 'protocol', what, message }).info };
}

function exitCode(status: Readonly<Record<string, unknown>>): number | undefined {
  const { reason, details } = status;
  if (reason !== 'NonZeroExitCode') return undefined;
  const causes: readonly unknown[] = isJson(details) && Array.isArray(details['causes']) ? details['causes'] : [];
  const cause = causes.find((one) => isJson(one) && one['reason'] === 'ExitCode');
  const text = isJson(cause) ? cause['message'] : undefined;
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // a part of it
  }
}
