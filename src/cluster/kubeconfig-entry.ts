// What a kubeconfig says, in the shape the rest of this folder works with: one entry per context, each carrying its own cluster and user, so
// that no request can be caught by a "current" context changing under it.

/** Something wrong in a kubeconfig. Never fatal: what is good beside it is used. `line` counts from 1; 0 is the file as a whole. */
export type KubeconfigProblem = {
  readonly code: KubeconfigProblemCode;
  readonly file: string;
  readonly line: number;
  /** The cause in words. */
  readonly message: string;
  /** What a person can do about it. */
  readonly cure: string;
  /** The context that cannot be used because of it, when it is one. */
  readonly context?: string;
};

export type KubeconfigProblemCode =
  | 'missing-file'
  | 'unreadable-file'
  | 'not-yaml'
  | 'not-a-kubeconfig'
  | 'bad-entry'
  | 'duplicate'
  | 'missing-cluster'
  | 'missing-user'
  | 'missing-context';

/** How a server is reached. File paths are absolute; `*Data` is base64 as in the file. */
export type ClusterEntry = {
  readonly name: string;
  readonly server: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly certificateAuthority?: string;
  readonly certificateAuthorityData?: string;
  readonly proxyUrl?: string;
  readonly disableCompression: boolean;
  /** The `client.authentication.k8s.io/exec` extension: handed to exec plugins that ask for cluster information. */
  readonly execConfig?: unknown;
};

/** `user.exec`. `command` is absolute when the file gave it with a slash. */
export type ExecEntry = {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: 'Never' | 'IfAvailable' | 'Always';
};

/** Who to act as. Every field as in the Impersonate-* headers. */
export type Impersonation = {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
};

/** Who asks. */
export type UserEntry = {
  readonly name: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly clientCertificate?: string;
  readonly clientCertificateData?: string;
  readonly clientKey?: string;
  readonly clientKeyData?: string;
  readonly exec?: ExecEntry;
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, string>> };
  readonly impersonate?: Impersonation;
};

/** A context, usable when `problem` is undefined. `name` is opaque: it may hold spaces, slashes and colons. */
export type ContextEntry = {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly namespace?: string;
  readonly cluster?: ClusterEntry;
  /** Absent for an anonymous context, which is allowed. */
  readonly user?: UserEntry;
  readonly problem?: KubeconfigProblem;
};

/** `contexts` in the order of the files; `currentContext` only when a context of that name exists. */
export type Kubeconfig = {
  readonly contexts: readonly ContextEntry[];
  readonly currentContext: string | undefined;
  readonly problems: readonly KubeconfigProblem[];
  /** The files that were looked for, in order; `read` is false for missing and unreadable ones. */
  readonly files: readonly { readonly path: string; readonly read: boolean }[];
};

/** Thrown when a context is opened that the kubeconfig does not describe well enough. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
  readonly code: KubeconfigProblemCode;
  readonly problem: KubeconfigProblem;

  constructor(problem: KubeconfigProblem) {
    super(problemText(problem));
    this.code = problem.code;
    this.problem = problem;
  }
}

/** `FILE:LINE: cause (cure)`, one line. */
export function problemText(problem: KubeconfigProblem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}` : problem.file;
  return `${place}: ${problem.message} (${problem.cure})`;
}
