// How an exec or attach ended, in the Status the API server sends on the error channel.

export function success(): object {
  return { metadata: {}, status: 'Success' };
}

/** The command's exit code; 0 is success. */
export function exited(code: number): object {
  if (code === 0) return success();
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

/** What went wrong between the API server and the container. */
export function internalError(why: string): object {
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${why}`,
    reason: 'InternalError',
    details: { causes: [{ message: why }] },
    code: 500,
  };
}

/** The runtime's words for a command that is no file in the container. */
export function noSuchExecutable(command: string, execId: string): object {
  const inside = `unable to start container process: exec: ${JSON.stringify(command)}: executable file not found in $PATH: unknown`;
  return internalError(
    `error executing command in container: failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: ${inside}`,
  );
}
