import type {
  Code,
  EnvironmentState,
  LayerState,
  Text,
} from '../../server/src/core/migration/replica-model.ts';
import { ask, type Files, next, start, type Walk, waive } from '../migration/walk.ts';
import type { Random } from '../oracle/random.ts';
import { type ReaderForm, randomForm } from './reader-forms.ts';

type Kind = 'rename' | 'remove';
type Plan = 'env-first' | 'code-first';

/** One replica: a version of the code that a migration goes through, and what it finds when it starts. */
export interface ReplicaCase {
  readonly kind: Kind;
  readonly form: ReaderForm;
  readonly code: Code;
  /** The code before the migration, and of this version. */
  readonly today: Files;
  readonly files: Files;
  readonly state: EnvironmentState;
  /** Text of `.env`, and the variables of the process. */
  readonly dotenv: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Version {
  readonly code: Code;
  readonly files: Files;
}

const NOTHING: LayerState = { old: undefined, new: undefined };
const GATES = Array.from({ length: 14 }, (_, index) => `G${index + 1}`);
/** Where the key stands when the migration begins; a case replaces both. */
const DOTENV = '.env';
const PROCESS = 'deploy/development.env';
const ENVIRONMENTS = { development: { dotenv: [DOTENV], process: [`file:${PROCESS}`] } };

/** A reader, a version of its code as `migrate` and `advance` write it, and any environment at all. */
export function randomReplica(random: Random): ReplicaCase {
  const form = randomForm(random);
  const kind: Kind = random.chance(0.7) ? 'rename' : 'remove';
  const plan: Plan = kind === 'rename' && random.chance(0.4) ? 'env-first' : 'code-first';
  const { code, files } = versionOf(form, kind, plan, random.below(4));
  const inProcess = form.library === 'os-environ' || random.chance(0.5);
  const process = inProcess ? randomLayer(random, kind) : NOTHING;
  const file =
    form.library === 'pydantic-settings' && random.chance(0.8) ? randomLayer(random, kind) : NOTHING;
  // A file that nothing loads is no layer.
  const state = { process, dotenv: form.readsFile ? file : NOTHING };
  const { [DOTENV]: _dotenv, [PROCESS]: _process, ...onlyCode } = files;
  return {
    kind,
    form,
    code,
    today: form.files,
    files: onlyCode,
    state,
    dotenv: Object.entries(variablesOf(form, file))
      .map(([name, text]) => `${name}=${text}\n`)
      .join(''),
    environment: variablesOf(form, state.process),
  };
}

/** The code after so many phases; the code of today where a phase is left to a person. */
function versionOf(form: ReaderForm, kind: Kind, plan: Plan, phases: number): Version {
  const key = `${form.old}=${form.texts.value}\n`;
  const place = form.library === 'os-environ' ? PROCESS : DOTENV;
  let walk: Walk | undefined;
  let version: Version = { code: 'old', files: { ...form.files, [place]: key } };
  for (let phase = 0; phase < phases; phase++) {
    walk = walk === undefined ? begin(form, kind, plan, version.files) : next(walk);
    version = { code: codeAfter(kind, plan, phase, version, walk.files), files: walk.files };
  }
  return version;
}

function begin(form: ReaderForm, kind: Kind, plan: Plan, files: Files): Walk {
  const to = kind === 'rename' ? { to: form.new } : {};
  // A plan that breaks replicas is written as well: which of them break is what a case asks.
  const answers = new Map([
    ['value_from_now_on', 'yes'],
    ['differing_values', 'yes'],
    ['unsafe_plan', 'yes'],
  ]);
  const request = ask({ kind, from: form.old, plan, answers, ...to });
  const walk = start(files, request, { environments: ENVIRONMENTS });
  return waive(walk, ...GATES);
}

function codeAfter(kind: Kind, plan: Plan, phase: number, before: Version, files: Files): Code {
  if (before.files['app/settings.py'] === files['app/settings.py']) return before.code;
  if (kind === 'remove') return files['app/settings.py']?.includes('db_pool') ? 'new-declaring' : 'new';
  return plan === 'code-first' && phase === 0 ? 'both' : 'new';
}

/** A removal knows no second key. */
function randomLayer(random: Random, kind: Kind): LayerState {
  return { old: randomText(random), new: kind === 'remove' ? undefined : randomText(random) };
}

function randomText(random: Random): Text {
  return random.pick([undefined, undefined, '', 'value', 'value', 'other']);
}

function variablesOf(form: ReaderForm, layer: LayerState): Readonly<Record<string, string>> {
  const pairs = [
    [form.old, layer.old],
    [form.new, layer.new],
  ] as const;
  return Object.fromEntries(
    pairs.flatMap(([name, text]) => (text === undefined ? [] : [[name, textOf(form, text)]])),
  );
}

function textOf({ texts }: ReaderForm, text: Exclude<Text, undefined>): string {
  return text === '' ? '' : texts[text];
}
