import type { Argument, Expression } from '../../python/tree.ts';
import { shownCode } from '../code-text.ts';
import { constrain, readConstraints } from '../constraints.ts';
import type { FieldType } from '../field-type.ts';
import { annotationInString } from '../map-expression.ts';
import { literalMembers } from '../pydantic/pydantic-literal.ts';
import { collectionKind, constrainedCall, namedType } from '../pydantic/pydantic-type-names.ts';
import type { PythonFile } from '../reader.ts';
import type { Meaning } from '../resolve-symbol.ts';
import type { Context1 } from './pydantic-1-context.ts';
import { classType1 } from './pydantic-1-model.ts';
import { resolvePydantic1 } from './pydantic-1-names.ts';

const ANY: FieldType = { kind: 'any' };
const NONE: FieldType = { kind: 'none' };
const MAX_DEPTH = 40;

/** The type that an annotation stands for to pydantic 1.10. What is not understood is `undecided`, with the reason. */
export function readType1(context: Context1, file: PythonFile, expression: Expression, depth = 0): FieldType {
  if (depth > MAX_DEPTH || context.budget.left-- <= 0) return undecided('a type that is nested too deeply');
  switch (expression.kind) {
    case 'none':
      return NONE;
    case 'string': {
      const inner = annotationInString(context.project.parser, expression);
      return inner ? readType1(context, file, inner, depth + 1) : unknownType(file, expression);
    }
    case 'binary':
      if (expression.operator !== '|') return unknownType(file, expression);
      return unionOf(context, [
        readType1(context, file, expression.left, depth + 1),
        readType1(context, file, expression.right, depth + 1),
      ]);
    case 'name':
    case 'attribute':
      return symbolType(context, file, expression, depth);
    case 'subscript':
      return genericType(context, file, expression, depth);
    case 'call':
      return callType(context, file, expression, depth);
    default:
      return unknownType(file, expression);
  }
}

function undecided(reason: string, complex = false): FieldType {
  return { kind: 'undecided', reason, ...(complex ? { complex } : {}) };
}

function unknownType(file: PythonFile, expression: Expression): FieldType {
  return undecided(`the type \`${shownCode(file, expression)}\` is not evaluated`);
}

function symbolType(context: Context1, file: PythonFile, expression: Expression, depth: number): FieldType {
  const symbol = resolvePydantic1(context.project, file, expression);
  switch (symbol.kind) {
    case 'external':
      return externalType(context, symbol.name) ?? unknownType(file, expression);
    case 'class':
      return classType1(context, symbol);
    case 'value':
      return aliasType(context, symbol, depth);
    case 'unknown':
      return undecided(symbol.reason);
    default:
      return unknownType(file, expression);
  }
}

/** Types that pydantic 2 has too and that pydantic 1 reads alike, or that are left open when they have a value. */
const KNOWN =
  /^(builtins\.(str|bool|int|float|bytes|object)|typing\.(Any|Text)|decimal\.Decimal|datetime\.\w+|uuid\.UUID|pathlib\.Path|ipaddress\.\w+|pydantic\.(SecretStr|SecretBytes|Json|(Positive|Negative|NonNegative|NonPositive)(Int|Float)|StrictStr|StrictBool|StrictInt|StrictFloat|StrictBytes|FiniteFloat|EmailStr|NameEmail|ByteSize|IPvAny\w+|UUID[1345]|\w+Dsn|\w*Url|FilePath|DirectoryPath))$/;

function externalType(context: Context1, name: string): FieldType | undefined {
  const bare = /^builtins\.(list|set|frozenset|dict)$/.exec(name)?.[1];
  if (bare === 'dict') return { kind: 'dict', key: ANY, value: ANY };
  if (bare !== undefined) return { kind: bare as 'list' | 'set' | 'frozenset', item: ANY };
  if (!KNOWN.test(name)) return undefined;
  const type = namedType(name);
  const isText = type?.kind === 'str' || type?.kind === 'bytes' || type?.kind === 'secret';
  return isText && context.texts !== undefined ? undecided(context.texts) : type;
}

/** `X = Optional[int]`, `NewType`, or a type under another name. */
function aliasType(
  context: Context1,
  symbol: Meaning & { readonly kind: 'value' },
  depth: number,
): FieldType {
  const { value, file } = symbol;
  if (value.kind !== 'call') return readType1(context, file, value, depth + 1);
  const callee = resolvePydantic1(context.project, file, value.callee);
  const second = value.args[1]?.value;
  const isNew = callee.kind === 'external' && callee.name === 'typing.NewType';
  return readType1(context, file, isNew && second ? second : value, depth + 1);
}

function genericType(
  context: Context1,
  file: PythonFile,
  expression: Expression & { readonly kind: 'subscript' },
  depth: number,
): FieldType {
  const symbol = resolvePydantic1(context.project, file, expression.object);
  if (symbol.kind === 'unknown') return undecided(symbol.reason);
  if (symbol.kind !== 'external') return unknownType(file, expression);
  const items = expression.index.kind === 'tuple' ? expression.index.items : [expression.index];
  const read = (it: Expression | undefined) => (it ? readType1(context, file, it, depth + 1) : ANY);
  const kind = collectionKind(symbol.name);
  if (kind === 'dict') {
    const abstract = symbol.name.endsWith('Mapping') ? ({ abstract: true } as const) : {};
    return { kind, key: read(items[0]), value: read(items[1]), ...abstract };
  }
  if (kind === 'tuple') return tupleType(expression.index, items, read);
  if (kind === 'deque') return undecided('a `deque` is not evaluated', true);
  if (kind) return { kind, item: read(items[0]) };
  switch (symbol.name) {
    case 'typing.Optional':
      return unionOf(context, [read(items[0]), NONE]);
    case 'typing.Union':
      return unionOf(context, items.map(read));
    case 'typing.Literal': {
      const members = literalMembers(context.project, file, expression.index);
      const plain = members?.every((it) => it.enumBase === undefined && it.data.kind !== 'none');
      return members && plain
        ? { kind: 'literal', members }
        : undecided('members of a `Literal` that are not evaluated');
    }
    case 'typing.Final':
      return read(items[0]);
    case 'pydantic.Json':
      return { kind: 'json', inner: read(items[0]) };
    default:
      return unknownType(file, expression);
  }
}

function tupleType(
  index: Expression,
  items: readonly Expression[],
  read: (it: Expression | undefined) => FieldType,
): FieldType {
  if (index.kind === 'tuple' && items.length === 0) return undecided('an empty tuple is not evaluated', true);
  if (items.length === 2 && items[1]?.kind === 'ellipsis')
    return { kind: 'tuple', items: [read(items[0])], variadic: true };
  return { kind: 'tuple', items: items.map(read), variadic: false };
}

/** A union, flattened as Python does; `None` among its members makes it optional. */
function unionOf(context: Context1, members: readonly FieldType[]): FieldType {
  const flat = members.flatMap((it): readonly FieldType[] => {
    if (it.kind === 'union') return it.members;
    if (it.kind !== 'optional') return [it];
    return it.inner.kind === 'union' ? [...it.inner.members, NONE] : [it.inner, NONE];
  });
  const others = flat.filter((it) => it.kind !== 'none');
  const [first] = others;
  if (!first) return NONE;
  const mode = context.smartUnions ? 'smart' : 'left-to-right';
  const inner: FieldType = others.length === 1 ? first : { kind: 'union', members: others, mode };
  // `Optional[Json[T]]` is decoded before `Json` looks at it.
  if (others.some((it) => it.kind === 'json'))
    return undecided('`Json` inside another type is not evaluated');
  // A member that takes `None` by itself makes the whole optional.
  const takesNone = flat.length > others.length || others.some((it) => it.kind === 'any');
  return takesNone ? { kind: 'optional', inner } : inner;
}

/** `constr(min_length=1)` and its like. */
function callType(
  context: Context1,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  depth: number,
): FieldType {
  const symbol = resolvePydantic1(context.project, file, call.callee);
  const base = symbol.kind === 'external' ? constrainedCall(symbol.name) : undefined;
  if (base === undefined || base === 'date' || call.args.some((it) => it.stars > 0))
    return unknownType(file, call);
  const isCollection = base === 'list' || base === 'set' || base === 'frozenset';
  const item = isCollection ? itemArgument(call.args) : undefined;
  const own = call.args.filter((it) => it !== item);
  const read = readConstraints(context.project, file, own);
  if (!own.every(isLimit) || read.undecided.length > 0)
    return { ...unknownType(file, call), ...complexIf(isCollection) };
  if (context.texts !== undefined && (base === 'str' || base === 'bytes')) return undecided(context.texts);
  const inner: FieldType = isCollection
    ? { kind: base, item: item ? readType1(context, file, item.value, depth + 1) : ANY }
    : { kind: base };
  return constrain(inner, read.constraints);
}

function complexIf(isComplex: boolean): object {
  return isComplex ? { complex: true } : {};
}

/** Keywords whose limits are evaluated: `regex`, `unique_items` and `curtail_length` are not. */
function isLimit({ name }: Argument): boolean {
  return (
    name !== undefined &&
    /^(gt|ge|lt|le|multiple_of|min_length|max_length|min_items|max_items|strip_whitespace|to_lower|to_upper|allow_inf_nan)$/.test(
      name,
    )
  );
}

function itemArgument(args: readonly Argument[]): Argument | undefined {
  return args.find((it) => it.name === undefined || it.name === 'item_type');
}
