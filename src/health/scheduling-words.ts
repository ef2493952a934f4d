// The scheduler's one long sentence, taken apart: `0/12 nodes are available: 3 Insufficient cpu, 9 node(s) had untolerated taint {x: y}. preemption: …`.
// Source: k8s.io/kubernetes/pkg/scheduler/framework FitError.

/** Why nodes were refused, the commonest reason first. `nodes` counts them. */
export type Refusal = { readonly nodes: number; readonly why: string };
export type Scheduling = { readonly available: number; readonly total: number; readonly refusals: readonly Refusal[] };

const HEAD = /^(\d+)\/(\d+) nodes are available:\s*/;

/** The parts of an Unschedulable message; undefined when it is not of that form. */
export function parseUnschedulable(message: string): Scheduling | undefined {
  const head = HEAD.exec(message);
  if (head === null) return undefined;
  const body = message.slice(head[0].length).split(/\.?\s*preemption:/i, 1)[0] ?? '';
  const refusals: { nodes: number; why: string }[] = [];
  for (const part of splitOutsideBraces(body.replace(/\.\s*$/, ''))) {
    const counted = /^(\d+)\s+(.*)$/s.exec(part);
    const last = refusals.at(-1);
    if (counted !== null) refusals.push({ nodes: Number(counted[1]), why: plainWords(counted[2] ?? '') });
    else if (last !== undefined) last.why += `, ${part}`;
    else refusals.push({ nodes: Number(head[2]), why: plainWords(part) });
  }
  refusals.sort((a, b) => b.nodes - a.nodes);
  return { available: Number(head[1]), total: Number(head[2]), refusals };
}

/** Facts for a verdict: `9 of 12 nodes: untolerated taint {gpu: yes}`; the message's first part alone when it is of another form. */
export function schedulingFacts(message: string): readonly string[] {
  const parsed = parseUnschedulable(message);
  if (parsed === undefined) return message === '' ? [] : [message];
  return parsed.refusals.map(({ nodes, why }) => `${nodes} of ${parsed.total} nodes: ${why}`);
}

function plainWords(why: string): string {
  return why.replace(/^node\(s\) (?:had |were |)/, '').trim();
}

function splitOutsideBraces(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}
