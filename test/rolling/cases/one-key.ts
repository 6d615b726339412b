import type { Resolution } from '../../../server/src/core/binding/resolution.ts';
import type {
  EnvironmentState,
  Held,
  LayerState,
  Text,
} from '../../../server/src/core/migration/replica-model.ts';
import { toJson } from '../../../server/src/core/values/dump.ts';
import type { Random } from '../../oracle/random.ts';
import type { Fate } from '../fate.ts';
import type { ReplicaCase } from '../replica-case.ts';
import { type ReaderForm, randomForm } from './reader-forms.ts';
import { DOTENV, PROCESS, request, walkTo } from './walk-to.ts';

const NOTHING: LayerState = { old: undefined, new: undefined };

/** A reader of one key, a version of its code while the key gets another name or goes, and any environment at all. */
export function oneKey(random: Random, kind: 'rename' | 'remove'): ReplicaCase {
  const form = randomForm(random);
  const plan = kind === 'rename' && random.chance(0.4) ? 'env-first' : 'code-first';
  const asked = request({ kind, from: form.old, plan, ...(kind === 'rename' ? { to: form.new } : {}) });
  const processAlone = form.form === 'module' && !form.readsFile;
  const begun = { ...form.files, [processAlone ? PROCESS : DOTENV]: `${form.old}=${form.texts.value}\n` };
  const { code, files } = walkTo(asked, begun, random.below(4));
  const process = processAlone || random.chance(0.5) ? randomLayer(random, kind) : NOTHING;
  const file = !processAlone && random.chance(0.8) ? randomLayer(random, kind) : NOTHING;
  const secrets = form.readsSecrets ? secretsLayer(random, kind, form) : NOTHING;
  // A file that nothing loads is no layer.
  const read = { process, dotenv: form.readsFile ? file : NOTHING };
  const attribute = code === 'old' ? form.field : form.newField;
  const gone = kind === 'remove' && code !== 'old';
  const reads = form.form === 'module' ? 'settings.VALUE' : `settings.settings.${attribute}`;
  const names = code === 'old' ? [form.field, form.old] : [form.newField, form.new];
  return {
    ask: asked,
    code,
    today: form.files,
    files: { ...files, ...secretFiles(form, secrets) },
    state: above(read, secrets, form),
    secrets,
    dotenv: lines(variablesOf(form, file)),
    environment: variablesOf(form, process),
    settings: form.form === 'module' ? 'app.settings' : 'app.settings:Settings',
    value: gone ? null : reads,
    fateOf: (held) => fateOf(form, held),
    resolved: (resolution) => heldIn(resolution, names),
  };
}

/**
 * The layers with secrets below them. Nobody refuses a file of secrets, so that what shows of them is as good as set in
 * the process.
 */
function above(
  { process, dotenv }: EnvironmentState,
  secrets: LayerState,
  { files }: ReaderForm,
): EnvironmentState {
  const isSet = (text: Text) => text !== undefined && !(text === '' && ignoresEmpty(files));
  const shows = (side: 'old' | 'new'): Text =>
    isSet(process[side]) || isSet(dotenv[side]) || !isSet(secrets[side]) ? process[side] : secrets[side];
  return { process: { ...process, old: shows('old'), new: shows('new') }, dotenv };
}

/** `env_ignore_empty` does not reach files of secrets: an empty one is a text there, which the model has no word for. */
function secretsLayer(random: Random, kind: 'rename' | 'remove', { files }: ReaderForm): LayerState {
  const layer = randomLayer(random, kind);
  const text = (it: Text): Text => (it === '' && ignoresEmpty(files) ? undefined : it);
  return { ...layer, old: text(layer.old), new: text(layer.new) };
}

function ignoresEmpty(files: ReaderForm['files']): boolean {
  return files['app/settings.py']?.includes('env_ignore_empty=True') ?? false;
}

function secretFiles(form: ReaderForm, secrets: LayerState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variablesOf(form, secrets)).map(([name, text]) => [`secrets/${name.toLowerCase()}`, text]),
  );
}

function fateOf(form: ReaderForm, held: Held & { readonly kind: 'value' | 'split' }): Fate {
  if (held.kind === 'split') throw new Error('nothing refuses a replica here');
  if (held.value === 'none') return { kind: 'value', value: undefined };
  // What other kinds of change bring is no value here.
  if (held.value === 'next' || held.value === 'garbled') throw new Error(held.value);
  return { kind: 'value', value: held.value === '' ? '' : form.texts.held[held.value] };
}

/** The value of the first of these fields or variables; undefined where that is left open. */
export function heldIn({ fields }: Resolution, names: readonly (string | undefined)[]): unknown {
  const field = fields.find((found) => names.includes(found.field.name));
  if (field === undefined || (field.state !== 'set' && field.state !== 'default')) return undefined;
  return field.value === undefined ? undefined : toJson(field.value);
}

/** A removal knows no second key. */
function randomLayer(random: Random, kind: 'rename' | 'remove'): LayerState {
  return { old: randomText(random), new: kind === 'remove' ? undefined : randomText(random) };
}

export function randomText(random: Random): Text {
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

/** `KEY=VALUE` lines. */
export function lines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, text]) => `${name}=${text}\n`)
    .join('');
}
