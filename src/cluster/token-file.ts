// A token in a file: how service accounts and some login tools hand over what they keep renewing.
import { readFile, stat } from 'node:fs/promises';

import type { Clock } from '../objects/clock.ts';
import { ApiError } from './api-error.ts';
import type { Certified, Credentials } from './credential.ts';

/** client-go re-reads token files once a minute; kubelets rotate them well before they expire. */
const TOKEN_FILE_FRESH_MS = 60_000;

/** A token in a file that something else rewrites: read again when the file has changed, and at least once a minute. */
export function tokenFileSource(path: string, clock: Clock, certified: Certified): Credentials {
  let kept: { token: string; modifiedAt: number; readAt: number } | undefined;
  const read = async (): Promise<string> => {
    const now = clock.now();
    const modifiedAt = (await stat(path)).mtimeMs;
    if (
      kept === undefined ||
      kept.modifiedAt !== modifiedAt ||
      now - kept.readAt >= TOKEN_FILE_FRESH_MS ||
      now < kept.readAt
    ) {
      kept = { token: (await readFile(path, 'utf8')).trim(), modifiedAt, readAt: now };
    }
    return kept.token;
  };
  return {
    async current() {
      let token: string;
      try {
        token = await read();
      } catch (error) {
        const why = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
        const message = `the token file ${path} cannot be read: ${why}`;
        throw new ApiError(
          { code: 'unauthorized', what: 'log in', message, cure: 'correct tokenFile in the kubeconfig' },
          { cause: error },
        );
      }
      if (token === '') {
        const message = `the token file ${path} is empty`;
        throw new ApiError({ code: 'unauthorized', what: 'log in', message, cure: 'have it written again' });
      }
      return certified(`Bearer ${token}`);
    },
    invalidate() {
      kept = undefined;
      return true;
    },
  };
}
