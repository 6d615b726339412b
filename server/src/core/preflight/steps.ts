import { meaningOf, namesOf } from '../binding/names.ts';
import { unitOf } from '../values/units.ts';
import { fieldAt } from './field-at.ts';
import type { Problem, ReplicaVerdict, Step } from './report.ts';
import { shown, shownData } from './shown.ts';
import { foundOf, type Side } from './side.ts';

/** What the steps are worked out from. */
export interface StepFacts {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  /** The old code on the values of today. */
  readonly running: Side;
  readonly replicas: readonly ReplicaVerdict[];
  /** Files with values that the new version changes and that this reader sees. */
  readonly files: readonly string[];
}

/** What to do, and when, so that the deploy and a way back are safe. */
export function stepsFor(facts: StepFacts): readonly Step[] {
  const { replicas } = facts;
  const of = (replica: ReplicaVerdict['replica'], values: ReplicaVerdict['values']) =>
    replicas.find((it) => it.replica === replica && it.values === values);
  const early = open(of('new', 'today'));
  const late = of('new', 'release');
  // In which order code and files come does not matter to a secret.
  const running = open(of('running', 'release')).filter((it) => it.cause !== 'secret-changed');
  const steps: Step[] = open(of('running', 'today')).flatMap((it) => heldBack(facts, it, early));
  if (late && open(late).length === 0 && early.length > 0 && running.length > 0)
    steps.push(...neitherOrder(facts));
  else if (late && open(late).length === 0 && early.length > 0) steps.push(filesFirst(facts));
  else {
    steps.push(...(late ? open(late) : early).flatMap((it) => beforeDeploy(facts, it)));
    if (running.length > 0) steps.push(filesLast(facts));
  }
  // What the new code suffers from as well is to be mended before.
  const shared = new Set([...early, ...open(late)].flatMap((it) => (it.introduced ? [] : it.message)));
  const back = replicas
    .filter((it) => it.replica === 'rolled-back')
    .flatMap(open)
    .filter((it) => !shared.has(it.message));
  steps.push(...back.flatMap((it) => beforeRollback(facts, it)));
  return distinct(steps);
}

/** What stops the code that runs at its next restart, where the new code does not mind. */
function heldBack(
  { environment, from, running }: StepFacts,
  { cause, key, message }: Problem,
  early: readonly Problem[],
): readonly Step[] {
  if (cause !== 'key-refused' || key === undefined || early.some((it) => it.message === message)) return [];
  const path = running.environment.layers.find((it) => it.kind === 'dotenv')?.path ?? environment;
  const text = `move \`${key}\` out of \`${path}\`, into the process environment: \`${from}\` does not start again with it`;
  return [{ when: 'before-deploy', key, text }];
}

function open(replica: ReplicaVerdict | undefined): readonly Problem[] {
  return (replica?.problems ?? []).filter((it) => it.accepted === undefined);
}

function distinct(steps: readonly Step[]): readonly Step[] {
  const seen = new Set<string>();
  return steps.filter(({ when, text }) => !seen.has(`${when} ${text}`) && seen.add(`${when} ${text}`));
}

function filesFirst({ files, to, environment }: StepFacts): Step {
  return {
    when: 'before-deploy',
    text: `put ${listed(files)} in force in \`${environment}\` as \`${to}\` has ${them(files)}, before its code runs`,
  };
}

function filesLast({ files, to, environment }: StepFacts): Step {
  return {
    when: 'after-deploy',
    text: `put ${listed(files)} in force in \`${environment}\` only once the code of \`${to}\` runs everywhere`,
  };
}

/** Old code needs the old values and new code the new ones, and they are not changed at one moment. */
function neitherOrder({ files, environment, to }: StepFacts): readonly Step[] {
  return [
    {
      when: 'before-deploy',
      text: `split the change: neither the code of \`${to}\` nor ${listed(files)} can come first in \`${environment}\`; \`crossfade migrate\` writes the steps`,
    },
  ];
}

function listed(files: readonly string[]): string {
  return files.length === 0 ? 'the values' : files.map((it) => `\`${it}\``).join(', ');
}

function them(files: readonly string[]): string {
  return files.length > 1 ? 'them' : 'it';
}

function beforeDeploy(facts: StepFacts, problem: Problem): readonly Step[] {
  const { environment, running } = facts;
  const key = problem.key ?? '';
  const put = (text: string, named = key): readonly Step[] => [{ when: 'before-deploy', key: named, text }];
  switch (problem.cause) {
    case 'missing':
      return [...put(`set \`${key}\` in \`${environment}\`${whereTo(facts, key)}`), ...takenBack(facts, key)];
    case 'not-seen':
      return put(`make sure that \`${key}\` is set in \`${environment}\`, which is not seen from here`);
    case 'value-refused':
      return put(`give \`${key}\` in \`${environment}\` a value that both versions accept`);
    case 'key-refused':
      if (!problem.introduced)
        return put(`remove \`${key}\` from \`${environment}\`: neither version accepts it`);
      return [
        ...put(
          `keep \`${key}\` declared in \`${readerOf(running)}\` for this deploy, though nothing reads it`,
        ),
        {
          when: 'after-deploy',
          key,
          text: `remove \`${key}\` from \`${environment}\`, and then from the code`,
        },
      ];
    case 'default-changed': {
      const old = oldDefault(running, problem.field ?? '');
      const to = old === undefined ? '' : ` to \`${old}\``;
      return [
        ...put(`set \`${key}\` in \`${environment}\`${to}, so that it keeps its value${whereTo(facts, key)}`),
        ...takenBack(facts, key),
      ];
    }
    case 'no-longer-read':
      if (isSetNow(running, problem))
        return put(
          `take out of the code what uses \`${problem.field ?? ''}\`, or let it read \`${key}\` again`,
        );
      return put(
        `set \`${key}\` in \`${environment}\` to the value that counts today${inUnit(key)}${whereTo(facts, key)}`,
      );
    case 'unit-changed':
      return put(
        `give the new unit a key of its own, which \`crossfade migrate unit ${key}\` plans; where the unit is what it was, \`# crossfade: accept[unit] -- reason\` on the field says so`,
      );
    case 'secret-changed':
      return put(
        `let both values of \`${key}\` be accepted before replicas hold the new one: \`crossfade migrate rotate-credential\` plans it for a credential, \`crossfade migrate rotate-signing\` for a key that signs`,
      );
    case 'attribute-gone':
      return put(`take \`${problem.field ?? ''}\` out of the code that reads it, or keep it declared`);
    case 'other-key':
    case 'other-value':
      return put(`make sure that \`${key}\` holds in \`${environment}\` what counts today${inUnit(key)}`);
    default:
      return [];
  }
}

/** True where the key itself is set and read today, so that setting it mends nothing. */
function isSetNow(running: Side, { field, key }: Problem): boolean {
  const own = running.schema.fields.find((it) => it.name === field);
  const found = own && foundOf(running, own);
  return found?.state === 'set' && found.key === key;
}

/** What counts today may be said in another unit. */
function inUnit(key: string): string {
  const unit = unitOf(key);
  return unit === undefined ? '' : `, in ${unit}`;
}

function readerOf({ schema }: Side): string {
  return schema.className ?? schema.id;
}

/** What a field, or a part of one, takes by itself in the code that runs. */
function oldDefault(running: Side, name: string): string | undefined {
  const found = fieldAt(running.schema, name);
  if (!found || found.secret) return undefined;
  const outcome = foundOf(running, found);
  return outcome ? shown(outcome) : shownData(found.default);
}

/** The dotenv file in which the code that runs refuses a key that it does not know. */
function refusingFile({ schema, environment }: Side, key: string): string | undefined {
  if (schema.reader !== 'pydantic-settings' || schema.loading.extra !== 'forbid') return undefined;
  if (!schema.loading.sources.includes('dotenv') || meaningOf(namesOf(schema), key).kind !== 'extra')
    return undefined;
  return environment.layers.find((it) => it.kind === 'dotenv')?.path;
}

function whereTo({ running, from }: StepFacts, key: string): string {
  const path = refusingFile(running, key);
  return path === undefined
    ? ''
    : `, in the process environment: in \`${path}\` it would stop \`${from}\`, which refuses keys that it does not know`;
}

function takenBack({ running, from }: StepFacts, key: string): readonly Step[] {
  const path = refusingFile(running, key);
  if (path === undefined) return [];
  const text = `remove \`${key}\` from \`${path}\` if it stands there: \`${from}\` refuses it`;
  return [{ when: 'before-rollback', key, text }];
}

function beforeRollback({ environment, from }: StepFacts, problem: Problem): readonly Step[] {
  const key = problem.key ?? '';
  const put = (text: string): readonly Step[] => [{ when: 'before-rollback', key, text }];
  switch (problem.cause) {
    case 'missing':
    case 'key-gone':
      return put(`set \`${key}\` in \`${environment}\` again: \`${from}\` reads it`);
    case 'key-refused':
      return put(`remove \`${key}\` from \`${environment}\` again: \`${from}\` refuses it`);
    case 'value-refused':
      return put(`give \`${key}\` in \`${environment}\` a value that \`${from}\` accepts`);
    default:
      return [];
  }
}
