import type { Argument, Expression } from '../../python/tree.ts';
import { constantData, constantText } from '../constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { FieldInput, Undecided } from '../schema.ts';
import { behaviourOf } from '../settings-releases.ts';
import type { ConfigReader } from './config-reader.ts';
import type { FieldCall } from './pydantic-annotation.ts';
import { type NameContext, undecidedAt } from './pydantic-context.ts';

/** The names of a field, or why they are not known. */
export interface FieldNames {
  readonly inputs: readonly FieldInput[];
  /** The name under which errors are reported. */
  readonly loc: string;
  readonly undecided?: Undecided;
}

/** How a class's configuration makes names of fields. A nested model has no prefix. */
export function nameContext(reader: ConfigReader, isSettings: boolean): NameContext {
  const target = isSettings ? reader.text('env_prefix_target') : undefined;
  const generator = reader.entry('alias_generator');
  const byName = (reader.flag('validate_by_name') ?? false) || (reader.flag('populate_by_name') ?? false);
  return {
    prefix: isSettings ? (reader.text('env_prefix') ?? '') : '',
    target: target === 'alias' || target === 'all' ? target : 'variable',
    byName: byName && (!isSettings || behaviourOf(reader.project.version('pydantic-settings')).readsNames),
    byAlias: reader.flag('validate_by_alias') ?? true,
    ...(generator ? { generator: generatorOf(reader.project, generator.file, generator.value) } : {}),
  };
}

function generatorOf(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): NonNullable<NameContext['generator']> {
  const make = knownGenerator(project, file, expression);
  const undecided = undecidedAt(file, expression, '`alias_generator` is not evaluated');
  return make ? { make, undecided } : { undecided };
}

/** `to_camel`, `to_pascal`, `to_snake`, `str.upper`, `str.lower`; of an `AliasGenerator` the part that validates. */
function knownGenerator(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): ((name: string) => string) | undefined {
  if (expression.kind === 'call') {
    const callee = resolveSymbol(project, file, expression.callee);
    if (callee.kind !== 'external' || callee.name !== 'pydantic.AliasGenerator') return undefined;
    const named = (name: string) => expression.args.find((it) => it.name === name);
    const part =
      named('validation_alias') ?? named('alias') ?? expression.args.find((it) => it.name === undefined);
    return part ? knownGenerator(project, file, part.value) : (name) => name;
  }
  const symbol = resolveSymbol(project, file, expression);
  if (symbol.kind !== 'external') return undefined;
  switch (symbol.name) {
    case 'pydantic.to_camel':
      return toCamel;
    case 'pydantic.to_pascal':
      return toPascal;
    case 'pydantic.to_snake':
      return toSnake;
    case 'builtins.str.upper':
      return (name) => name.toUpperCase();
    case 'builtins.str.lower':
      return (name) => name.toLowerCase();
    default:
      return undefined;
  }
}

/** As `pydantic.alias_generators` of pydantic 2.13: words joined, each with a capital. */
function toPascal(name: string): string {
  const capitalised = name.replace(
    /[A-Za-z]+/g,
    (word) => (word[0] ?? '').toUpperCase() + word.slice(1).toLowerCase(),
  );
  return capitalised.replace(/(?<=[0-9A-Za-z])_(?=[0-9A-Z])/g, '');
}

/** A name that is in camel case already stays as it is. */
function toCamel(name: string): string {
  const isCamel = /^[a-z][A-Za-z0-9]*$/.test(name) && !/[0-9][a-z]/.test(name);
  return isCamel ? name : toPascal(name).replace(/^_*[A-Z]/, (start) => start.toLowerCase());
}

function toSnake(name: string): string {
  const border = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])/g;
  return name.replace(border, '_').replaceAll('-', '_').toLowerCase();
}

interface AliasChoice {
  readonly key: string;
  readonly path: readonly (string | number)[];
}

/**
 * The names a field is read under, in the order they are tried, as pydantic-settings 2.15 derives them: the
 * validation alias (or alias), prefixed only when the target says so; without one, or by name as well, the prefix and
 * the field's name.
 */
export function fieldNames(
  project: PythonProject,
  context: NameContext,
  name: string,
  calls: readonly FieldCall[],
): FieldNames {
  const alias = aliasArgument(calls);
  const stars = calls.find(({ call }) => call.args.some((it) => it.stars > 0));
  if (!alias && stars) {
    return {
      inputs: [],
      loc: name,
      undecided: undecidedAt(stars.file, stars.call, `the alias of \`${name}\` is computed`),
    };
  }
  const choices = alias ? aliasChoices(project, alias.file, alias.argument.value) : generated(context, name);
  if (choices === undefined) {
    const undecided = alias
      ? undecidedAt(alias.file, alias.argument, `the alias of \`${name}\` is computed`)
      : context.generator?.undecided;
    return { inputs: [], loc: name, ...(undecided ? { undecided } : {}) };
  }
  const aliasPrefix = context.target === 'variable' ? '' : context.prefix;
  const inputs: FieldInput[] = choices.map(({ key, path }) => ({
    key,
    environment: aliasPrefix + key,
    path,
  }));
  if (choices.length === 0 || context.byName || !context.byAlias) {
    const prefix = context.target === 'alias' ? '' : context.prefix;
    inputs.push({ key: name, environment: prefix + name, path: [], named: true });
  }
  return { inputs, loc: choices[0]?.key ?? name };
}

function generated(context: NameContext, name: string): readonly AliasChoice[] | undefined {
  if (!context.generator) return [];
  const { make } = context.generator;
  return make && [{ key: make(name), path: [] }];
}

/** The last call that says an alias decides; `validation_alias` beats `alias`. `None` is no alias. */
function aliasArgument(
  calls: readonly FieldCall[],
): { readonly argument: Argument; readonly file: PythonFile } | undefined {
  for (const keyword of ['validation_alias', 'alias']) {
    for (const { call, file } of [...calls].reverse()) {
      const argument = call.args.find((it) => it.name === keyword);
      if (argument && argument.value.kind !== 'none') return { argument, file };
    }
  }
  return undefined;
}

/** The choices of an alias: a text, `AliasChoices(…)`, `AliasPath(…)`; undefined when it is not constant. */
function aliasChoices(
  project: PythonProject,
  file: PythonFile,
  value: Expression,
): readonly AliasChoice[] | undefined {
  const symbol =
    value.kind === 'name' || value.kind === 'attribute' ? resolveSymbol(project, file, value) : undefined;
  if (symbol?.kind === 'value') return aliasChoices(project, symbol.file, symbol.value);
  const text = constantText(project, file, value);
  if (text !== undefined) return [{ key: text, path: [] }];
  if (value.kind !== 'call' || value.args.some((it) => it.stars > 0 || it.name !== undefined))
    return undefined;
  const callee = resolveSymbol(project, file, value.callee);
  if (callee.kind !== 'external') return undefined;
  if (callee.name === 'pydantic.AliasPath') {
    const path = aliasPath(project, file, value.args);
    return path && [path];
  }
  if (callee.name !== 'pydantic.AliasChoices') return undefined;
  const choices = value.args.map((it) => aliasChoices(project, file, it.value));
  return choices.every((it) => it !== undefined) ? choices.flat() : undefined;
}

function aliasPath(
  project: PythonProject,
  file: PythonFile,
  args: readonly Argument[],
): AliasChoice | undefined {
  const steps: (string | number)[] = [];
  for (const { value } of args) {
    const data = constantData(project, file, value);
    if (data?.kind === 'str') steps.push(data.value);
    else if (data?.kind === 'int') steps.push(Number(data.value));
    else return undefined;
  }
  const [key, ...path] = steps;
  return typeof key === 'string' ? { key, path } : undefined;
}
