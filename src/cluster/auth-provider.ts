// The auth providers of old kubeconfigs (kubectl dropped all but oidc in 1.26). An oidc id-token is used while it is valid and never refreshed:
// the provider rotates the refresh token, we may not write kubeconfigs, and kubectl would find itself logged out.
import type { Clock } from '../objects/clock.ts';
import { ApiError } from './api-error.ts';
import type { Certified, Credentials } from './credential.ts';
import type { UserEntry } from './kubeconfig-entry.ts';
import { tokenFileSource } from './token-file.ts';

type AuthProvider = NonNullable<UserEntry['authProvider']>;

/** Clocks differ; a token that ends this soon would end on the way. */
const MARGIN_MS = 10_000;

/** The credentials of a user with `auth-provider`. */
export function authProviderSource(provider: AuthProvider, clock: Clock, certified: Certified): Credentials {
  const { name, config } = provider;
  if (config['tokenFile'] !== undefined) return tokenFileSource(config['tokenFile'], clock, certified);
  const stored = name === 'oidc' ? config['id-token'] : config['access-token'];
  const cure =
    name === 'oidc'
      ? 'log in again with kubectl or your login tool: k8s-watch never refreshes or writes tokens; better, use an exec plugin (kubelogin)'
      : `log in again, and use the exec plugin that replaced the auth provider '${name}'`;
  return {
    current() {
      if (stored === undefined || stored === '')
        return Promise.reject(expired(`the auth provider '${name}' has no token`, cure));
      const until = name === 'oidc' ? expiryOfJwt(stored) : expiryOf(config);
      if (until !== undefined && until - clock.now() < MARGIN_MS) {
        return Promise.reject(
          expired(
            `auth expired: the token of the auth provider '${name}' ended ${new Date(until).toISOString()}`,
            cure,
          ),
        );
      }
      return certified(`Bearer ${stored}`);
    },
    invalidate: () => false,
  };
}

function expired(message: string, cure: string): ApiError {
  return new ApiError({ code: 'unauthorized', what: 'log in', message, cure });
}

/** `expiry` (gcp, RFC 3339) or `expires-on` (azure, seconds). */
function expiryOf(config: Readonly<Record<string, string>>): number | undefined {
  const instant =
    config['expiry'] === undefined ? Number(config['expires-on'] ?? Number.NaN) * 1000 : Date.parse(config['expiry']);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The `exp` claim as an instant; undefined when the token is no JWT: then the server decides. */
function expiryOfJwt(token: string): number | undefined {
  const claims = token.split('.')[1];
  if (claims === undefined) return undefined;
  try {
    const json = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { exp?: unknown } | null;
    return typeof json?.exp === 'number' ? json.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
