import type { Expression } from '../../python/tree.ts';
import { type Data, NONE, sameData, str } from '../../syntax/data.ts';
import { bareType } from '../bare-type.ts';
import { derivesFrom, lineageOf } from '../class-lineage.ts';
import { shownCode } from '../code-text.ts';
import { constantData } from '../constant.ts';
import type { FieldType } from '../field-type.ts';
import { constantPath } from '../path-constant.ts';
import type { PythonFile } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Field, FieldInput } from '../schema.ts';
import { environDefault } from './environ-default.ts';
import type { FieldCall } from './pydantic-annotation.ts';
import { SETTINGS_BASES } from './pydantic-config.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';

/** What a field's default is read from. */
export interface DefaultSource {
  /** The value of the declaration. */
  readonly value: Expression | undefined;
  /** The same as a call of `Field(…)`, when it is one. */
  readonly assigned: FieldCall | undefined;
  /** All calls of `Field(…)`, those in `Annotated` first. */
  readonly calls: readonly FieldCall[];
  readonly type: FieldType;
  readonly isDataclass: boolean;
  /** The names of the field. */
  readonly inputs: readonly FieldInput[];
}

export type ReadDefault = Pick<
  Field,
  'defaultSettings' | 'required' | 'default' | 'defaultFactory' | 'defaultObject' | 'defaultUndecided'
>;

type ModelType = FieldType & { readonly kind: 'model' };

const REQUIRED: ReadDefault = { required: true, defaultFactory: false };

/** The default of a field, as far as it is constant. */
export function readDefault(context: ModelContext, file: PythonFile, source: DefaultSource): ReadDefault {
  const { type, inputs } = source;
  if (source.value && !source.assigned) return valueDefault(context, file, source.value, type, inputs);
  for (const { call, file: at } of [...source.calls].reverse()) {
    const named = (name: string) => call.args.find((it) => it.name === name)?.value;
    const factory = named('default_factory');
    if (factory && factory.kind !== 'none') return factoryDefault(context, at, factory, source.type);
    const positional = call.args.find((it) => it.name === undefined && it.stars === 0)?.value;
    const value = named('default') ?? positional;
    if (value) return valueDefault(context, at, value, type, inputs);
    const stars = call.args.find((it) => it.stars > 0);
    if (stars) return left(at, stars, 'a default that is computed');
  }
  return REQUIRED;
}

function valueDefault(
  context: ModelContext,
  file: PythonFile,
  value: Expression,
  type: FieldType,
  inputs: readonly FieldInput[],
): ReadDefault {
  if (value.kind === 'ellipsis') return REQUIRED;
  const symbol =
    value.kind === 'name' || value.kind === 'attribute'
      ? resolveSymbol(context.project, file, value)
      : undefined;
  if (symbol?.kind === 'external' && /\.PydanticUndefined$/.test(symbol.name)) return REQUIRED;
  const data = defaultData(context, file, environDefault(context, file, value, inputs), type);
  if (data)
    return { required: false, default: data, defaultFactory: false, ...object(context, file, value, type) };
  return {
    ...left(file, value, `the default \`${shownCode(file, value)}\` is not constant`),
    ...(value.kind === 'call' && value.args.length === 0 ? settingsOf(context, file, value.callee) : {}),
  };
}

/** The settings class that an expression names. */
function settingsOf(
  { project }: ModelContext,
  file: PythonFile,
  callee: Expression,
): { readonly defaultSettings?: string } {
  const symbol = resolveSymbol(project, file, callee);
  if (symbol.kind !== 'class' || !derivesFrom(lineageOf(project, symbol), SETTINGS_BASES)) return {};
  return { defaultSettings: `${project.moduleName(symbol.file.file.path)}:${symbol.statement.name}` };
}

function left(file: PythonFile, at: { readonly span: Expression['span'] }, reason: string): ReadDefault {
  return { required: false, defaultFactory: false, defaultUndecided: undecidedAt(file, at, reason) };
}

/** Classes that are made from one text, which a field of that type converts all the same. */
const FROM_TEXT =
  /^(pathlib\.(Pure)?(Posix|Windows)?Path|uuid\.UUID|decimal\.Decimal|ipaddress\.\w+|pydantic\.(Secret(Str|Bytes)|\w+Dsn|\w*Url))$/;

function defaultData(
  context: ModelContext,
  file: PythonFile,
  value: Expression,
  type: FieldType,
): Data | undefined {
  const { project } = context;
  const constant = constantData(project, file, value);
  if (constant) return constant;
  const direct = value.kind === 'name' ? resolveSymbol(project, file, value) : undefined;
  if (direct?.kind === 'value' && direct.value.kind === 'call') {
    return defaultData(context, direct.file, direct.value, type);
  }
  if (value.kind === 'call') {
    const symbol = resolveSymbol(project, file, value.callee);
    const only = value.args.length === 1 ? value.args[0] : undefined;
    if (symbol.kind === 'external' && FROM_TEXT.test(symbol.name) && only && !only.name && only.stars === 0) {
      const text = constantData(project, file, only.value);
      if (text?.kind === 'str' || text?.kind === 'bytes') return text;
    }
    if (symbol.kind === 'class') return instanceData(context, file, value, type);
  }
  const path = type.kind === 'path' ? constantPath(project, file, value) : undefined;
  return path?.base === 'cwd' ? str(path.path) : undefined;
}

/** `Sub(a=9)`: the fields of the model by name, when every one of them is constant and needs no conversion. */
function instanceData(
  context: ModelContext,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  type: FieldType,
): Data | undefined {
  const model = instanceModel(context, file, call, type);
  if (!model || model.undecided.length > 0 || call.args.some((it) => it.stars > 0)) return undefined;
  if (model.flavour === 'root' || model.flavour === 'typed-dict' || model.flavour === 'named-tuple')
    return otherData(context, file, call, model);
  if (call.args.some((it) => it.name === undefined)) return undefined;
  const entries: (readonly [Data, Data])[] = [];
  const used = new Set<string>();
  for (const field of model.fields) {
    const key = field.inputs[0]?.key ?? field.name;
    const argument = call.args.find((it) => it.name === key);
    if (argument) used.add(key);
    const data = argument ? constantData(context.project, file, argument.value) : field.default;
    if (!data || field.undecided.length > 0 || !isOfType(data, field.type)) return undefined;
    entries.push([str(field.name), data]);
  }
  const known = call.args.every((it) => it.name !== undefined && used.has(it.name));
  return known ? { kind: 'dict', entries } : undefined;
}

/** Whether an expression is an object of the class that the type stands for. */
function object(
  context: ModelContext,
  file: PythonFile,
  value: Expression,
  type: FieldType,
): { readonly defaultObject?: true } {
  const symbol = resolveSymbol(context.project, file, value.kind === 'call' ? value.callee : value);
  if (symbol.kind === 'value' && symbol.value.kind === 'call')
    return object(context, symbol.file, symbol.value, type);
  const inner = bareType(type);
  if (symbol.kind === 'member' && inner.kind === 'enum')
    return inner.name === symbol.owner.statement.name ? { defaultObject: true } : {};
  const model = value.kind === 'call' && instanceModel(context, file, value, type);
  const isObject = model && model.flavour !== 'typed-dict' && model.flavour !== 'named-tuple';
  return isObject ? { defaultObject: true } : {};
}

/** The model that a call makes an object of: the type itself, or a member of a union. */
function instanceModel(
  context: ModelContext,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  type: FieldType,
): ModelType | undefined {
  const inner = bareType(type);
  const symbol = resolveSymbol(context.project, file, call.callee);
  const name = symbol.kind === 'class' ? symbol.statement.name : undefined;
  const members = inner.kind === 'union' ? inner.members : [inner];
  const [member, ...others] = members.flatMap((it) => (it.kind === 'model' && it.name === name ? [it] : []));
  return others.length === 0 ? member : undefined;
}

/** `Root([1])`, `Pair(1, b='x')`, `Options(a=1)`: what the object holds, which validation takes as it is. */
function otherData(
  context: ModelContext,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  model: ModelType,
): Data | undefined {
  const given = new Map<string, Data>();
  const entries: (readonly [Data, Data])[] = [];
  for (const [index, { name, value }] of call.args.entries()) {
    const key = name ?? (model.flavour === 'typed-dict' ? undefined : model.fields[index]?.name);
    const data = constantData(context.project, file, value);
    if (key === undefined || data === undefined) return undefined;
    given.set(key, data);
    entries.push([str(key), data]);
  }
  if (model.flavour === 'typed-dict') return { kind: 'dict', entries };
  const known = [...given.keys()].every((key) => model.fields.some((it) => it.name === key));
  const items = model.fields.map((it) => given.get(it.name) ?? it.default);
  const typed = items.every((it, index) => it && isOfType(it, model.fields[index]?.type ?? { kind: 'none' }));
  if (!known || !typed) return undefined;
  const held = items.flatMap((it) => it ?? []);
  return model.flavour === 'root' ? held[0] : { kind: 'tuple', items: held };
}

/** True for values that a type takes as they are. */
export function isOfType(data: Data, type: FieldType): boolean {
  switch (type.kind) {
    case 'str':
    case 'int':
    case 'bool':
    case 'float':
      return data.kind === type.kind;
    case 'any':
      return true;
    case 'optional':
      return data.kind === 'none' || isOfType(data, type.inner);
    case 'list':
      return data.kind === 'list' && data.items.every((it) => isOfType(it, type.item));
    case 'literal':
      return type.members.some((it) => it.enumBase === undefined && sameData(it.data, data));
    case 'model':
      return data.kind === 'dict' && (type.flavour === undefined || /dataclass$/.test(type.flavour));
    default:
      return false;
  }
}

const EMPTY: ReadonlyMap<string, Data> = new Map(
  Object.entries<Data>({
    'builtins.list': { kind: 'list', items: [] },
    'builtins.tuple': { kind: 'tuple', items: [] },
    'builtins.set': { kind: 'set', items: [] },
    'builtins.frozenset': { kind: 'set', items: [] },
    'builtins.dict': { kind: 'dict', entries: [] },
    'builtins.str': str(''),
  }),
);

/** `list`, `dict`, `lambda: …`, or the class of a model. */
function factoryDefault(
  context: ModelContext,
  file: PythonFile,
  factory: Expression,
  type: FieldType,
): ReadDefault {
  const data = factoryData(context, file, factory, type);
  const made = lambdaBody(file, factory) ?? { kind: 'call', span: factory.span, callee: factory, args: [] };
  if (data)
    return { required: false, default: data, defaultFactory: true, ...object(context, file, made, type) };
  const undecided = undecidedAt(
    file,
    factory,
    `the default factory \`${shownCode(file, factory)}\` is not evaluated`,
  );
  const own = settingsOf(context, file, factory);
  return { required: false, defaultFactory: true, defaultUndecided: undecided, ...own };
}

function factoryData(
  context: ModelContext,
  file: PythonFile,
  factory: Expression,
  type: FieldType,
): Data | undefined {
  if (factory.kind === 'none') return NONE;
  const body = lambdaBody(file, factory);
  if (body) return defaultData(context, file, body, type);
  const symbol = resolveSymbol(context.project, file, factory);
  if (symbol.kind === 'external') return EMPTY.get(symbol.name);
  if (symbol.kind !== 'class') return undefined;
  return instanceData(context, file, { kind: 'call', span: factory.span, callee: factory, args: [] }, type);
}

/** What a `lambda` without parameters returns. */
function lambdaBody(file: PythonFile, expression: Expression): Expression | undefined {
  if (expression.kind !== 'other') return undefined;
  const text = file.file.text.slice(expression.span.start, expression.span.end);
  return /^lambda\s*:/.test(text) && expression.children.length === 1 ? expression.children[0] : undefined;
}
