// What one namespace of one context holds, by kind, and the indexes that selectors are answered from. Cluster-scoped kinds stand in ''.
import type { KindId } from '../objects/kind.ts';
import type { KubeObject, Labels } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/selector.ts';
import type { Entry } from './entry.ts';
import { LabelIndex } from './label-index.ts';
import { SelectorIndex } from './selector-index.ts';

const NO_LABELS: Labels = Object.freeze({});

export class NamespaceIndex {
  /** The namespace's own entry, when it has been looked up; the holder checks that it is still in the table. */
  home: Entry | undefined = undefined;
  readonly #byKind = new Map<KindId, Set<Entry>>();
  /** Labels the entries were indexed with; the object may have moved on meanwhile. */
  readonly #indexed = new Map<Entry, Labels>();
  readonly pods = new LabelIndex((entry) => entry.object?.labels ?? NO_LABELS);
  /** Deployments, StatefulSets and DaemonSets by the labels that their pods surely or probably carry. */
  readonly workloads = new LabelIndex((entry) => this.#indexed.get(entry) ?? NO_LABELS);
  readonly services = new SelectorIndex();
  readonly deployments = new SelectorIndex();

  get isEmpty(): boolean {
    return this.#byKind.size === 0;
  }

  entries(kind: KindId): Iterable<Entry> {
    return this.#byKind.get(kind) ?? [];
  }

  add(kind: KindId, entry: Entry): void {
    const entries = this.#byKind.get(kind);
    if (entries === undefined) this.#byKind.set(kind, new Set([entry]));
    else entries.add(entry);
  }

  remove(kind: KindId, entry: Entry): void {
    const entries = this.#byKind.get(kind);
    if (entries?.delete(entry) === true && entries.size === 0) this.#byKind.delete(kind);
  }

  /** Indexes a workload under `labels`, or takes it out when undefined; returns the labels it stood under before. */
  setWorkload(entry: Entry, labels: Labels | undefined): Labels | undefined {
    const before = this.#indexed.get(entry);
    if (before !== undefined) this.workloads.remove(before, entry);
    if (labels === undefined) {
      this.#indexed.delete(entry);
    } else {
      this.#indexed.set(entry, labels);
      this.workloads.add(labels, entry);
    }
    return before;
  }
}

/** The selector of a Service as the one shape of selectors. */
export function serviceSelector(matchLabels: Labels): LabelSelector {
  return { matchLabels, matchExpressions: [] };
}

/**
 * The labels a workload's pods carry as far as we know: its selector's, and its own (people write the same ones on both). The template's labels
 * are not kept. Undefined for other kinds; a ReplicaSet is left out, since old ones of a Deployment stand at zero.
 */
export function workloadLabels(object: KubeObject | undefined): Labels | undefined {
  switch (object?.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
      return { ...object.labels, ...object.kept.spec.selector.matchLabels };
    default:
      return undefined;
  }
}
