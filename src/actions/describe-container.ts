// A container: what it is made of, how it runs or ended, its probes, limits, environment and mounts. The ends are told in words too.
import { containerId } from '../graph/node-id.ts';
import { exitWords } from '../health/exit-words.ts';
import {
  countAt,
  hasObject,
  instantAt,
  listAt,
  numberAt,
  objectAt,
  pairsAt,
  textAt,
  textsAt,
  valueAt,
  type Json,
} from '../objects/json.ts';
import { environment } from './describe-environment.ts';
import { probeText } from './describe-probe.ts';
import type { LineLook, Sheet } from './describe-sheet.ts';
import { trouble, type Subject } from './describe-subject.ts';
import { dateText, orNone, yesText } from './describe-words.ts';
import { objectKeyOf } from './target.ts';

/** Statuses of the containers of one list, and whose they are; absent in a pod template, where nothing runs. */
export type Running = { readonly subject: Subject; readonly statuses: readonly Json[] };

/** `Containers:` and each of them. */
export function containers(sheet: Sheet, label: string, specs: readonly Json[], running?: Running): void {
  if (specs.length === 0) return sheet.field(label, '<none>');
  sheet.section(label, () => {
    for (const spec of specs) sheet.section(textAt(spec, 'name'), () => container(sheet, spec, running));
  });
}

/** One container, without its name. */
export function container(sheet: Sheet, spec: Json, running?: Running): void {
  const status = running?.statuses.find((one) => textAt(one, 'name') === textAt(spec, 'name'));
  if (status !== undefined) sheet.field('Container ID', textAt(status, 'containerID'));
  sheet.field('Image', textAt(spec, 'image'));
  if (status !== undefined) sheet.field('Image ID', textAt(status, 'imageID'));
  ports(sheet, spec, 'Port', 'containerPort');
  ports(sheet, spec, 'Host Port', 'hostPort');
  if (textAt(spec, 'restartPolicy') === 'Always') sheet.field('Restart Policy', 'Always (a sidecar)');
  seccomp(sheet, spec);
  words(sheet, 'Command', textsAt(spec, 'command'));
  words(sheet, 'Args', textsAt(spec, 'args'));
  if (status !== undefined && running !== undefined) states(sheet, status, running.subject);
  resources(sheet, objectAt(spec, 'resources'));
  for (const probe of ['liveness', 'readiness', 'startup'] as const) {
    const json = objectAt(spec, `${probe}Probe`);
    if (hasObject(spec, `${probe}Probe`)) sheet.field(`${probe[0]?.toUpperCase()}${probe.slice(1)}`, probeText(json));
  }
  environment(sheet, spec, running?.subject.object);
  mounts(sheet, spec);
}

function ports(sheet: Sheet, spec: Json, label: string, field: string): void {
  const texts = listAt(spec, 'ports').map((port) => {
    const name = textAt(port, 'name');
    return `${countAt(port, field)}/${textAt(port, 'protocol')}${name === '' ? '' : ` (${name})`}`;
  });
  sheet.field(texts.length > 1 ? `${label}s` : label, orNone(texts.join(', ')));
}

/** The seccomp profile in a container's or a pod's security context. */
export function seccomp(sheet: Sheet, spec: Json): void {
  if (!hasObject(spec, 'securityContext', 'seccompProfile')) return;
  const profile = objectAt(spec, 'securityContext', 'seccompProfile');
  sheet.field('SeccompProfile', textAt(profile, 'type'));
  if (textAt(profile, 'type') === 'Localhost') sheet.field('LocalhostProfile', textAt(profile, 'localhostProfile'));
}

function words(sheet: Sheet, label: string, list: readonly string[]): void {
  if (list.length > 0) sheet.section(label, () => list.forEach((word) => sheet.line(word)));
}

function states(sheet: Sheet, status: Json, subject: Subject): void {
  const id = containerId(objectKeyOf(subject.target), textAt(status, 'name'));
  state(sheet, 'State', objectAt(status, 'state'), trouble(subject, id));
  if (hasObject(status, 'lastState', 'terminated'))
    state(sheet, 'Last State', objectAt(status, 'lastState'), trouble(subject, id));
  const isReady = valueAt(status, 'ready') === true;
  const isOver = hasObject(status, 'state', 'terminated') && numberAt(status, 'state', 'terminated', 'exitCode') === 0;
  sheet.field('Ready', yesText(isReady), isReady || isOver ? {} : trouble(subject, id));
  sheet.field('Restart Count', countAt(status, 'restartCount'));
}

function state(sheet: Sheet, label: string, state: Json, bad: LineLook): void {
  if (hasObject(state, 'running')) {
    sheet.field(label, 'Running');
    return sheet.indented(() => sheet.field('Started', dateText(instantAt(state, 'running', 'startedAt'))));
  }
  if (hasObject(state, 'terminated')) return terminated(sheet, label, objectAt(state, 'terminated'), bad);
  const [reason, message] = [textAt(state, 'waiting', 'reason'), textAt(state, 'waiting', 'message')];
  const look = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing' ? {} : bad;
  sheet.field(label, 'Waiting', look);
  sheet.indented(() => {
    if (reason !== '') sheet.field('Reason', reason, look);
    if (message !== '') sheet.field('Message', message, look);
  });
}

function terminated(sheet: Sheet, label: string, ended: Json, bad: LineLook): void {
  const [reason, message] = [textAt(ended, 'reason'), textAt(ended, 'message')];
  const [exitCode, signal] = [numberAt(ended, 'exitCode') ?? 0, numberAt(ended, 'signal') ?? 0];
  const look = exitCode === 0 && signal === 0 ? {} : bad;
  sheet.field(label, 'Terminated', look);
  sheet.indented(() => {
    if (reason !== '') sheet.field('Reason', reason, look);
    if (message !== '') sheet.field('Message', message);
    sheet.field('Exit Code', String(exitCode), look);
    if (signal > 0) sheet.field('Signal', String(signal), look);
    const words = exitWords({ exitCode, signal, reason, message: '' });
    // `exit 1` says no more than the code above it.
    if (exitCode !== 0 && words !== `exit ${exitCode}`) sheet.field('In Words', words, look);
    sheet.field('Started', dateText(instantAt(ended, 'startedAt')));
    sheet.field('Finished', dateText(instantAt(ended, 'finishedAt')));
  });
}

/** Limits and requests of a container, or of a pod as a whole. */
export function resources(sheet: Sheet, json: Json): void {
  for (const [label, field] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const pairs = pairsAt(json, field);
    if (pairs.length > 0) sheet.section(label, () => pairs.forEach(([name, amount]) => sheet.field(name, amount)));
  }
}

function mounts(sheet: Sheet, spec: Json): void {
  const list = listAt(spec, 'volumeMounts').toSorted((a, b) =>
    textAt(a, 'mountPath') < textAt(b, 'mountPath') ? -1 : 1,
  );
  if (list.length === 0) sheet.field('Mounts', '<none>');
  else
    sheet.section('Mounts', () => {
      for (const mount of list) {
        const path = textAt(mount, 'subPath');
        const how = `${valueAt(mount, 'readOnly') === true ? 'ro' : 'rw'}${path === '' ? '' : `,path=${JSON.stringify(path)}`}`;
        sheet.line(`${textAt(mount, 'mountPath')} from ${textAt(mount, 'name')} (${how})`);
      }
    });
  const devices = listAt(spec, 'volumeDevices').map(
    (one) => `${textAt(one, 'devicePath')} from ${textAt(one, 'name')}`,
  );
  words(sheet, 'Devices', devices.toSorted());
}
