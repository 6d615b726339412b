import type { Expression } from '../../python/tree.ts';
import { shownCode } from '../code-text.ts';
import { constantData, constantText } from '../constant.ts';
import { constrain, constraintOf, isConstraint, readConstraints } from '../constraints.ts';
import type { Constraints, FieldType } from '../field-type.ts';
import { annotationInString } from '../map-expression.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import { behaviourOf } from '../settings-releases.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';
import { readType } from './pydantic-types.ts';

type Call = Expression & { readonly kind: 'call' };

/** A call of `Field(…)`, in the file that it stands in. */
export interface FieldCall {
  readonly call: Call;
  readonly file: PythonFile;
}

/** An annotation taken apart: the type, and what `Annotated` adds to it. */
export interface Annotation {
  readonly type: FieldType;
  readonly constraints: readonly Constraints[];
  readonly fieldCalls: readonly FieldCall[];
  readonly undecided: readonly Undecided[];
  readonly decode?: 'never' | 'always';
  /** `deprecated("…")` as metadata. */
  readonly deprecated?: FieldCall;
  /** The argument of `Discriminator(…)` as metadata. */
  readonly discriminator?: { readonly value: Expression; readonly file: PythonFile };
}

/** `Annotated` may be nested this deep, aliases included. */
const MAX_DEPTH = 40;

/** Reads an annotation whose outermost `Annotated` speaks for the field itself. */
export function readAnnotation(
  context: ModelContext,
  file: PythonFile,
  expression: Expression,
  depth = 0,
): Annotation {
  const opened = depth > MAX_DEPTH ? undefined : openAnnotated(context, file, expression);
  if (!opened) {
    return {
      type: readType(context, file, expression, depth),
      constraints: [],
      fieldCalls: [],
      undecided: [],
    };
  }
  const inner = readAnnotation(context, opened.file, opened.inner, depth + 1);
  return opened.metadata.reduce((so, item) => withMetadata(context, opened.file, so, item), inner);
}

/** `Annotated[T, …]` as a type inside another: its metadata becomes part of the type. */
export function annotatedType(
  context: ModelContext,
  file: PythonFile,
  expression: Expression,
  depth: number,
): FieldType {
  const annotation = readAnnotation(context, file, expression, depth);
  const reason = annotation.undecided[0]?.reason;
  if (reason !== undefined) {
    const complex = annotation.type.kind === 'undecided' && annotation.type.complex;
    return { kind: 'undecided', reason, ...(complex ? { complex } : {}) };
  }
  let type = annotation.constraints.reduce(constrain, annotation.type);
  if (annotation.discriminator) type = discriminated(context.project, annotation.discriminator, type);
  for (const { call, file: at } of annotation.fieldCalls) {
    const read = readConstraints(context.project, at, call.args);
    if (read.undecided[0])
      return { kind: 'undecided', reason: `\`${read.undecided[0].keyword}\` is computed` };
    if (call.args.some((it) => it.stars > 0)) {
      return { kind: 'undecided', reason: '`Field(…)` has arguments that are computed' };
    }
    type = constrain(withUnionArguments(context.project, { call, file: at }, type), read.constraints);
  }
  const unseen = !behaviourOf(context.project.version('pydantic-settings')).seesNestedUnions;
  return unseen && type.kind === 'union' ? { ...type, unseen: true } : type;
}

/** What the arguments of `Field(…)` say about how a union chooses among its members. */
export function withUnionArguments(
  project: PythonProject,
  { call, file }: FieldCall,
  type: FieldType,
): FieldType {
  const keyword = (name: string) => call.args.find((it) => it.name === name)?.value;
  const mode = keyword('union_mode');
  const leftToRight = mode && constantText(project, file, mode) === 'left_to_right';
  const discriminator = keyword('discriminator');
  const read = leftToRight ? inOrder(type) : type;
  return discriminator && discriminator.kind !== 'none'
    ? discriminated(project, { value: discriminator, file }, read)
    : read;
}

function inOrder(type: FieldType): FieldType {
  if (type.kind === 'optional') return { kind: 'optional', inner: inOrder(type.inner) };
  return type.kind === 'union' ? { ...type, mode: 'left-to-right' } : type;
}

/** A union whose members the key that an expression names tells apart; a function tells them in a way of its own. */
export function discriminated(
  project: PythonProject,
  { value, file }: NonNullable<Annotation['discriminator']>,
  type: FieldType,
): FieldType {
  if (type.kind === 'optional')
    return { kind: 'optional', inner: discriminated(project, { value, file }, type.inner) };
  const wrapped = value.kind === 'call' ? resolveSymbol(project, file, value.callee) : undefined;
  const isWrapped = wrapped?.kind === 'external' && wrapped.name === 'pydantic.Discriminator';
  const name = isWrapped && value.kind === 'call' ? value.args[0]?.value : value;
  const discriminator = name && constantText(project, file, name);
  if (type.kind !== 'union' || discriminator === undefined)
    return { kind: 'undecided', reason: 'a union whose members code tells apart', complex: true };
  return { ...type, mode: 'tagged', discriminator };
}

interface OpenedAnnotation {
  readonly file: PythonFile;
  readonly inner: Expression;
  readonly metadata: readonly Expression[];
}

/** The parts of `Annotated[…]`, through string annotations and aliases of the workspace. */
function openAnnotated(
  context: ModelContext,
  file: PythonFile,
  expression: Expression,
  depth = 0,
): OpenedAnnotation | undefined {
  if (depth > 16) return undefined;
  if (expression.kind === 'string') {
    const inner = annotationInString(context.project.parser, expression);
    return inner && openAnnotated(context, file, inner, depth + 1);
  }
  if (expression.kind === 'name' || expression.kind === 'attribute') {
    const symbol = resolveSymbol(context.project, file, expression);
    return symbol.kind === 'value' ? openAnnotated(context, symbol.file, symbol.value, depth + 1) : undefined;
  }
  if (expression.kind !== 'subscript') return undefined;
  const symbol = resolveSymbol(context.project, file, expression.object);
  if (symbol.kind !== 'external' || symbol.name !== 'typing.Annotated') return undefined;
  const [inner, ...metadata] =
    expression.index.kind === 'tuple' ? expression.index.items : [expression.index];
  return inner && { file, inner, metadata };
}

/** Metadata classes whose single argument is a constraint. */
const SINGLE: ReadonlyMap<string, keyof Constraints> = new Map(
  Object.entries<keyof Constraints>({
    Gt: 'gt',
    Ge: 'ge',
    Lt: 'lt',
    Le: 'le',
    MultipleOf: 'multipleOf',
    MinLen: 'minLength',
    MaxLen: 'maxLength',
  }),
);

/** Metadata that changes neither what is accepted nor what is stored. */
const HARMLESS: ReadonlySet<string> = new Set([
  'pydantic.PlainSerializer',
  'pydantic.WrapSerializer',
  'pydantic.SerializeAsAny',
  'pydantic.WithJsonSchema',
  'pydantic.FailFast',
  'typing.Doc',
  'annotated_types.DocInfo',
]);

function withMetadata(context: ModelContext, file: PythonFile, so: Annotation, item: Expression): Annotation {
  const call = item.kind === 'call' ? item : undefined;
  const symbol = resolveSymbol(context.project, file, call ? call.callee : item);
  if (symbol.kind === 'value' && symbol.value.kind === 'call') {
    return withMetadata(context, symbol.file, so, symbol.value);
  }
  if (item.kind === 'string' || symbol.kind !== 'external') {
    // pydantic ignores metadata that it does not know, but a class may bring code of its own.
    return item.kind === 'string'
      ? so
      : left(file, so, item, `\`${shownCode(file, item)}\` is not evaluated`);
  }
  const { name } = symbol;
  if (name === 'pydantic.Field' && call) return { ...so, fieldCalls: [...so.fieldCalls, { call, file }] };
  if (name === 'pydantic_settings.NoDecode') return { ...so, decode: 'never' };
  if (name === 'pydantic_settings.ForceDecode') return { ...so, decode: 'always' };
  if (name === 'typing.deprecated' && call) return { ...so, deprecated: { call, file } };
  if (HARMLESS.has(name) || name.startsWith('pydantic_settings.Cli')) return so;
  const short = name.replace(/^.*\./, '');
  const first = call?.args[0];
  if (/^pydantic\.(Before|After|Wrap|Plain)Validator$/.test(name)) {
    const after = short === 'AfterValidator';
    const kind = short.replace('Validator', '').toLowerCase();
    const named = first ? ` \`${shownCode(file, first.value)}\`` : '';
    return {
      ...so,
      undecided: [...so.undecided, undecidedAt(file, item, `${kind}-validator${named}`, after)],
    };
  }
  if (name === 'pydantic.Discriminator' && first)
    return { ...so, discriminator: { value: first.value, file } };
  const constraints = call && metadataConstraints(context, file, name, short, call);
  if (constraints) return { ...so, constraints: [...so.constraints, constraints] };
  if (name === 'pydantic.Strict' && !call)
    return { ...so, constraints: [...so.constraints, { strict: true }] };
  return left(file, so, item, `\`${short}\` is not evaluated`);
}

function left(file: PythonFile, so: Annotation, at: Expression, reason: string): Annotation {
  return { ...so, undecided: [...so.undecided, undecidedAt(file, at, reason)] };
}

/** The constraints of a metadata call; undefined when it is none, or not constant. */
function metadataConstraints(
  { project }: ModelContext,
  file: PythonFile,
  name: string,
  short: string,
  call: Call,
): Constraints | undefined {
  const positional = call.args.filter((it) => it.name === undefined && it.stars === 0);
  const data = (index: number) => {
    const argument = positional[index] ?? call.args.filter((it) => it.name !== undefined)[index];
    return argument && constantData(project, file, argument.value);
  };
  if (name === 'pydantic.StringConstraints' || name === 'annotated_types.Interval') {
    if (call.args.some((it) => it.name === undefined || !isConstraint(it.name))) return undefined;
    const read = readConstraints(project, file, call.args);
    return read.undecided.length > 0 ? undefined : read.constraints;
  }
  if (name === 'pydantic.Strict' || name === 'pydantic.AllowInfNan') {
    const value = call.args.length === 0 ? true : boolOf(data(0));
    if (value === undefined) return undefined;
    return name === 'pydantic.Strict' ? { strict: value } : { allowInfNan: value };
  }
  if (!name.startsWith('annotated_types.')) return undefined;
  if (short === 'Len') {
    const least = data(0);
    const most = data(1);
    if (!least) return undefined;
    return { ...constraintOf('minLength', least), ...(most ? constraintOf('maxLength', most) : {}) };
  }
  const key = SINGLE.get(short);
  const value = data(0);
  return key && value ? constraintOf(key, value) : undefined;
}

function boolOf(data: ReturnType<typeof constantData>): boolean | undefined {
  return data?.kind === 'bool' ? data.value : undefined;
}
