// What a connection can do to its cluster besides reading it: single requests, and processes whose websocket code is loaded with the first one.
import { ApiError } from './api-error.ts';
import type { ChangeRequest, ClusterChanges } from './cluster-changes.ts';
import type { Connection } from './connection.ts';
import { resourcePath } from './resource-path.ts';
import type { RemoteProcess, RemoteProcessRequest } from './remote-process.ts';

export function changesOf(connection: Connection): ClusterChanges {
  return {
    send: (request, signal) => send(connection, request, signal),
    run: (request, signal) => run(connection, request, signal),
  };
}

async function send(connection: Connection, request: ChangeRequest, signal: AbortSignal): Promise<unknown> {
  const { what, method, path, body, contentType } = request;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = contentType === undefined ? {} : { contentType };
  try {
    return await connection.json({ what, method, path, lane: 'interactive', ...sent, ...type }, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'timeout') throw error;
    const message = `${error.message}; it may have been done all the same`;
    throw new ApiError(
      { ...error.info, message, cure: 'look whether it was done before you try again' },
      { cause: error },
    );
  }
}

async function run(connection: Connection, request: RemoteProcessRequest, signal: AbortSignal): Promise<RemoteProcess> {
  const { namespace, pod, container, command, stdin, tty } = request;
  const subresource = command === undefined ? 'attach' : 'exec';
  const what = `${subresource} pods/${pod}`;
  const address = { group: '', version: 'v1', plural: 'pods', namespace, name: pod, subresource };
  // with a tty there is one stream of output, and servers refuse to be asked for two
  const path = resourcePath(address, { container, command, stdin, stdout: true, stderr: !tty, tty });
  const { openProcess } = await import('./open-process.ts');
  return connection.upgrade({ what, path }, (upgrade) => openProcess(upgrade, stdin), signal);
}
