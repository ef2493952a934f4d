// What the command line may say, after checking; the rest of cli works with these and never with argv.
import type { LogLevel } from '../objects/log.ts';
import type { ThemeName } from '../screen/palettes.ts';
import type { DemoChoices } from './demo-child.ts';

/** Flags that every command that talks to clusters takes. Lists are as typed (see listValues): they are cut when the contexts are known. */
export type ClusterOptions = {
  readonly contexts: readonly string[];
  readonly allContexts: boolean;
  readonly namespaces: readonly string[];
  readonly kubeconfig: string | undefined;
  readonly asUser: string | undefined;
  readonly asGroups: readonly string[];
  readonly requestTimeoutMs: number;
  /** Set when the demo fleet is to be started and used. */
  readonly demo: DemoChoices | undefined;
  readonly logLevel: LogLevel;
  readonly logFile: string | undefined;
};

/** Flags of what is drawn. */
export type ScreenOptions = {
  readonly view: string | undefined;
  readonly filter: string;
  readonly readOnly: boolean;
  /** Globs of contexts in which dialogs ask for a name; as typed, cut at commas by protection.ts. */
  readonly protect: readonly string[];
  readonly theme: ThemeName | undefined;
  readonly ascii: boolean;
};

export type CheckOptions = { readonly target: string | undefined; readonly output: 'table' | 'json' | 'yaml' };
export type SnapshotOptions = {
  readonly size: { readonly width: number; readonly height: number };
  readonly keys: string;
};
export type DemoOptions = DemoChoices & { readonly port: number; readonly users: readonly string[] };

/** One command of the program with all it needs. */
export type Invocation =
  | { readonly command: 'watch'; readonly cluster: ClusterOptions; readonly screen: ScreenOptions }
  | {
      readonly command: 'snapshot';
      readonly cluster: ClusterOptions;
      readonly screen: ScreenOptions;
      readonly snapshot: SnapshotOptions;
    }
  | { readonly command: 'check'; readonly cluster: ClusterOptions; readonly check: CheckOptions }
  | { readonly command: 'demo'; readonly demo: DemoOptions }
  | { readonly command: 'print'; readonly text: string };
