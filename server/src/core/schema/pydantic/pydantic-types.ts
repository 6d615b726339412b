import type { Argument, Expression } from '../../python/tree.ts';
import { shownCode } from '../code-text.ts';
import { constrain, readConstraints } from '../constraints.ts';
import type { FieldType } from '../field-type.ts';
import { annotationInString } from '../map-expression.ts';
import type { PythonFile } from '../reader.ts';
import { type Meaning, resolveSymbol } from '../resolve-symbol.ts';
import { annotatedType } from './pydantic-annotation.ts';
import type { ModelContext } from './pydantic-context.ts';
import { literalMembers } from './pydantic-literal.ts';
import { classType } from './pydantic-model.ts';
import { collectionKind, constrainedCall, namedType } from './pydantic-type-names.ts';

const ANY: FieldType = { kind: 'any' };
const NONE: FieldType = { kind: 'none' };
const MAX_DEPTH = 40;

/** The type that an annotation stands for. What is not understood is `undecided`, with the reason. */
export function readType(
  context: ModelContext,
  file: PythonFile,
  expression: Expression,
  depth = 0,
): FieldType {
  if (depth > MAX_DEPTH || context.budget.left-- <= 0) return undecided('a type that is nested too deeply');
  switch (expression.kind) {
    case 'none':
      return NONE;
    case 'string': {
      const inner = annotationInString(context.project.parser, expression);
      return inner ? readType(context, file, inner, depth + 1) : unknownType(file, expression);
    }
    case 'binary':
      if (expression.operator !== '|') return unknownType(file, expression);
      return unionOf([
        readType(context, file, expression.left, depth + 1),
        readType(context, file, expression.right, depth + 1),
      ]);
    case 'name':
    case 'attribute': {
      const symbol = resolveSymbol(context.project, file, expression);
      return symbolType(context, file, expression, symbol, depth);
    }
    case 'subscript':
      return genericType(context, file, expression, depth);
    case 'call':
      return callType(context, file, expression, depth);
    default:
      return unknownType(file, expression);
  }
}

function undecided(reason: string): FieldType {
  return { kind: 'undecided', reason };
}

function unknownType(file: PythonFile, expression: Expression): FieldType {
  return undecided(`the type \`${shownCode(file, expression)}\` is not evaluated`);
}

function symbolType(
  context: ModelContext,
  file: PythonFile,
  expression: Expression,
  symbol: Meaning,
  depth: number,
): FieldType {
  switch (symbol.kind) {
    case 'external': {
      const type = externalType(symbol.name);
      return type ? withConfiguration(context, type) : unknownType(file, expression);
    }
    case 'class':
      return classType(context, symbol);
    case 'value':
      return aliasType(context, symbol, depth);
    case 'unknown':
      return undecided(symbol.reason);
    default:
      return unknownType(file, expression);
  }
}

function externalType(name: string): FieldType | undefined {
  const kind = collectionKind(name);
  if (kind === 'dict') return { kind, key: ANY, value: ANY };
  if (kind === 'tuple') return { kind, items: [ANY], variadic: true };
  if (kind) return { kind, item: ANY };
  return namedType(name);
}

/** The constraints and reservations that a class's configuration puts on its texts. */
function withConfiguration(context: ModelContext, type: FieldType): FieldType {
  const isText = type.kind === 'str' || (type.kind === 'constrained' && type.inner.kind === 'str');
  const constrains = Object.keys(context.strings).length > 0;
  if (isText && context.textUndecided !== undefined) return undecided(context.textUndecided);
  if (isText) return constrain(type, context.strings);
  return type.kind === 'secret' && constrains
    ? undecided('`Secret` texts under the constraints of the class')
    : type;
}

/** `X = Annotated[…]`, `type X = …`, `NewType`, `TypeAliasType`, or a type under another name. */
function aliasType(
  context: ModelContext,
  symbol: Meaning & { readonly kind: 'value' },
  depth: number,
): FieldType {
  const { value, file, statement } = symbol;
  if (statement.kind === 'type-alias' || value.kind !== 'call') {
    return readType(context, file, value, depth + 1);
  }
  const callee = resolveSymbol(context.project, file, value.callee);
  const name = callee.kind === 'external' ? callee.name : '';
  const second = value.args[1]?.value;
  if ((name === 'typing.NewType' || name === 'typing.TypeAliasType') && second) {
    return readType(context, file, second, depth + 1);
  }
  return readType(context, file, value, depth + 1);
}

function genericType(
  context: ModelContext,
  file: PythonFile,
  expression: Expression & { readonly kind: 'subscript' },
  depth: number,
): FieldType {
  const symbol = resolveSymbol(context.project, file, expression.object);
  if (symbol.kind === 'unknown') return undecided(symbol.reason);
  if (symbol.kind !== 'external') return unknownType(file, expression);
  const { name } = symbol;
  const items = expression.index.kind === 'tuple' ? expression.index.items : [expression.index];
  const read = (it: Expression | undefined) => (it ? readType(context, file, it, depth + 1) : ANY);
  const kind = collectionKind(name);
  if (kind === 'dict') return { kind, key: read(items[0]), value: read(items[1]) };
  if (kind === 'tuple') return tupleType(expression.index, items, read);
  if (kind) return { kind, item: read(items[0]) };
  switch (name) {
    case 'typing.Annotated':
      return annotatedType(context, file, expression, depth + 1);
    case 'typing.Optional':
      return unionOf([read(items[0]), NONE]);
    case 'typing.Union':
      return unionOf(items.map(read));
    case 'typing.Literal': {
      const members = literalMembers(context.project, file, expression.index);
      return members
        ? { kind: 'literal', members }
        : undecided('members of a `Literal` that are not evaluated');
    }
    case 'typing.Final':
    case 'typing.Required':
    case 'typing.NotRequired':
    case 'typing.ReadOnly':
      return read(items[0]);
    case 'pydantic.Json':
      return { kind: 'json', inner: read(items[0]) };
    case 'pydantic.Secret':
      return secretType(read(items[0]));
    default:
      return unknownType(file, expression);
  }
}

function secretType(inner: FieldType): FieldType {
  if (inner.kind === 'str' || inner.kind === 'bytes') return { kind: 'secret', inner: inner.kind };
  return undecided('`Secret` of another type than text is not evaluated');
}

function tupleType(
  index: Expression,
  items: readonly Expression[],
  read: (it: Expression | undefined) => FieldType,
): FieldType {
  if (index.kind === 'tuple' && items.length === 0) return { kind: 'tuple', items: [], variadic: false };
  if (items.length === 2 && items[1]?.kind === 'ellipsis') {
    return { kind: 'tuple', items: [read(items[0])], variadic: true };
  }
  return { kind: 'tuple', items: items.map(read), variadic: false };
}

/** A union, flattened as Python does; `None` among two makes it optional. */
function unionOf(members: readonly FieldType[]): FieldType {
  const flat: FieldType[] = [];
  for (const member of members) {
    if (member.kind === 'union' && member.mode === 'smart') flat.push(...member.members);
    else if (member.kind === 'optional') flat.push(member.inner, NONE);
    else flat.push(member);
  }
  const others = flat.flatMap((it) =>
    it.kind === 'union' && it.mode === 'smart' ? it.members : it.kind === 'none' ? [] : [it],
  );
  const hasNone = flat.some((it) => it.kind === 'none');
  const [first] = others;
  if (!first) return NONE;
  const inner: FieldType = others.length === 1 ? first : { kind: 'union', members: others, mode: 'smart' };
  return hasNone ? { kind: 'optional', inner } : inner;
}

/** `constr(min_length=1)` and its like. */
function callType(
  context: ModelContext,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  depth: number,
): FieldType {
  const symbol = resolveSymbol(context.project, file, call.callee);
  const base = symbol.kind === 'external' ? constrainedCall(symbol.name) : undefined;
  if (base === undefined || call.args.some((it) => it.stars > 0)) return unknownType(file, call);
  const isCollection = base === 'list' || base === 'set' || base === 'frozenset';
  const item = isCollection ? itemArgument(call.args) : undefined;
  const known = call.args.every((it) => it === item || it.name !== undefined);
  const read = readConstraints(context.project, file, call.args);
  if (!known || read.undecided.length > 0) return unknownType(file, call);
  const inner: FieldType = isCollection
    ? { kind: base, item: item ? readType(context, file, item.value, depth + 1) : ANY }
    : withConfiguration(context, { kind: base });
  return constrain(inner, read.constraints);
}

function itemArgument(args: readonly Argument[]): Argument | undefined {
  return args.find((it) => it.name === undefined || it.name === 'item_type');
}
