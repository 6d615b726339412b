import { type Data, dataKey } from '../../syntax/data.ts';
import { constantData, constantText } from '../constant.ts';
import type { ConfigReader } from '../pydantic/config-reader.ts';
import type { FieldCall } from '../pydantic/pydantic-annotation.ts';
import { undecidedAt } from '../pydantic/pydantic-context.ts';
import type { FieldInput, Undecided } from '../schema.ts';

/** The names of a field, or why they are not known. */
export interface Inputs1 {
  readonly inputs: readonly FieldInput[];
  /** Its key among the values, under which errors are reported: the alias, else the name. */
  readonly loc: string;
  readonly undecided?: Undecided;
}

/**
 * The variables a field is read from as `prepare_field` of pydantic 1.10 names them: `env` of `Config.fields` or of
 * `Field`, never with the prefix, else the prefix and the name. An alias names no variable.
 */
export function inputs1(reader: ConfigReader, name: string, call: FieldCall | undefined): Inputs1 {
  const own = fieldConfig(reader, name);
  if (own === 'computed') return unnamed(reader, name);
  const envArgument = call?.call.args.find((it) => it.name === 'env')?.value;
  const env =
    own.env ?? (envArgument && call ? constantData(reader.project, call.file, envArgument) : undefined);
  if (envArgument && env === undefined && call) {
    const undecided = undecidedAt(call.file, envArgument, `the variables of \`${name}\` are computed`);
    return { inputs: [], loc: name, undecided };
  }
  const alias = aliasOf(reader, call) ?? own.alias;
  if (alias === 'computed') return unnamed(reader, name, call);
  const names =
    env === undefined || env.kind === 'none' ? [(reader.text('env_prefix') ?? '') + name] : textsOf(env);
  if (names === undefined) return unnamed(reader, name, call);
  const key = alias ?? generated(reader, name);
  if (key === undefined) return unnamed(reader, name);
  return { inputs: names.map((environment) => ({ key, environment, path: [] })), loc: key };
}

function unnamed(reader: ConfigReader, name: string, call?: FieldCall): Inputs1 {
  const entry = reader.entry('fields') ?? reader.entry('alias_generator');
  const at = call ? { file: call.file, node: call.call } : entry && { file: entry.file, node: entry.value };
  const reason = `the names of \`${name}\` are computed`;
  return { inputs: [], loc: name, ...(at ? { undecided: undecidedAt(at.file, at.node, reason) } : {}) };
}

interface FieldConfig {
  readonly env?: Data;
  readonly alias?: string;
}

/** What `Config.fields` says of a field: `{'x': {'env': 'X', 'alias': 'y'}}`, or `{'x': 'alias'}`. */
function fieldConfig(reader: ConfigReader, name: string): FieldConfig | 'computed' {
  const entry = reader.entry('fields');
  if (!entry) return {};
  const all = constantData(reader.project, entry.file, entry.value);
  if (all?.kind !== 'dict') return 'computed';
  const own = member(all, name);
  if (own === undefined) return {};
  if (own.kind === 'str') return { alias: own.value };
  if (own.kind !== 'dict') return 'computed';
  const env = member(own, 'env');
  const alias = member(own, 'alias');
  const known = own.entries.every(
    ([key]) => key.kind === 'str' && /^(env|alias|title|description)$/.test(key.value),
  );
  if (!known) return 'computed';
  return {
    ...(env && env.kind !== 'none' && !isEmptyData(env) ? { env } : {}),
    ...(alias?.kind === 'str' ? { alias: alias.value } : {}),
  };
}

function isEmptyData(data: Data): boolean {
  return (data.kind === 'str' && data.value === '') || ('items' in data && data.items.length === 0);
}

function member(dict: Data & { readonly kind: 'dict' }, name: string): Data | undefined {
  return dict.entries.find(([key]) => dataKey(key) === dataKey({ kind: 'str', value: name }))?.[1];
}

/** One name, or a list of them; a set of several has no order that is known. */
function textsOf(data: Data): readonly string[] | undefined {
  if (data.kind === 'str') return [data.value];
  if (data.kind !== 'list' && data.kind !== 'tuple' && data.kind !== 'set') return undefined;
  if (data.kind === 'set' && data.items.length > 1) return undefined;
  const texts = data.items.flatMap((it) => (it.kind === 'str' ? [it.value] : []));
  return texts.length === data.items.length && texts.length > 0 ? texts : undefined;
}

function aliasOf(reader: ConfigReader, call: FieldCall | undefined): string | 'computed' | undefined {
  const argument = call?.call.args.find((it) => it.name === 'alias')?.value;
  if (!argument || argument.kind === 'none' || !call) return undefined;
  return constantText(reader.project, call.file, argument) ?? 'computed';
}

/** The key that `alias_generator` gives a field; only where there is none is it known. */
function generated(reader: ConfigReader, name: string): string | undefined {
  return reader.entry('alias_generator') ? undefined : name;
}
