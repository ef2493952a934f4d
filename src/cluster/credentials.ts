// Who we are for one context. One door for every way a kubeconfig can say it, so that a connection asks "current?" before each request and
// "invalid, another?" once after a 401, and knows nothing else.
import type { Clock } from '../objects/clock.ts';
import { authProviderSource } from './auth-provider.ts';
import type { Certified, Credential, Credentials } from './credential.ts';
import { ExecPluginCredentials } from './exec-credentials.ts';
import type { ExecPlugins } from './exec-credentials.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-entry.ts';
import { loadClientCertificate } from './tls-material.ts';
import type { ClientCertificate } from './tls-material.ts';
import { tokenFileSource } from './token-file.ts';

export type CredentialsOptions = {
  readonly cluster: ClusterEntry;
  readonly user: UserEntry | undefined;
  readonly clock: Clock;
  readonly plugins: ExecPlugins;
};

const anonymous: Credential = {};

/**
 * The credentials of a context's user. Order as in client-go: token file, token, basic, exec plugin, auth provider; a client certificate goes
 * with any of them.
 */
export function credentialsOf(options: CredentialsOptions): Credentials {
  const { user, clock } = options;
  if (user === undefined) return fixed(() => Promise.resolve(anonymous));
  const certified = certifiedBy(user);
  if (user.tokenFile !== undefined) return tokenFileSource(user.tokenFile, clock, certified);
  if (user.token !== undefined) return fixed(() => certified(`Bearer ${user.token?.trim()}`));
  if (user.username !== undefined) {
    const login = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64');
    return fixed(() => certified(`Basic ${login}`));
  }
  if (user.exec !== undefined) return new ExecPluginCredentials(user.exec, options.cluster, options.plugins, certified);
  if (user.authProvider !== undefined) return authProviderSource(user.authProvider, clock, certified);
  return fixed(() => certified(undefined));
}

function certifiedBy(user: UserEntry): Certified {
  let loading: Promise<ClientCertificate | undefined> | undefined;
  return async (authorization, given) => {
    loading ??= loadClientCertificate(user).catch((error: unknown) => {
      loading = undefined; // a file that is missing now may be there at the next attempt
      throw error;
    });
    const certificate = given ?? (await loading);
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...(certificate === undefined ? {} : { certificate }),
    };
  };
}

function fixed(current: () => Promise<Credential>): Credentials {
  return { current, invalidate: () => false };
}
