import { qualify } from '../../python/scope.ts';
import type { Expression } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { constantData } from '../constant.ts';
import type { FieldType, SwitchType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Outer } from '../sites.ts';
import { handsOn } from './hands-on.ts';

/** What the code around a read makes of its text. */
export interface Cast {
  readonly type: FieldType;
  /** `str(read)`: a default that is no text becomes one. */
  readonly asText?: boolean;
  /** `read or "text"`: what stands for an empty text and for one that is not there. */
  readonly instead?: Expression;
}

/** What is known while the expressions around a read are followed from the inside out. */
interface Following extends Cast {
  readonly fold: SwitchType['fold'];
  readonly strip: boolean;
}

const TEXT: FieldType = { kind: 'str' };
const UNKNOWN: FieldType = { kind: 'undecided', reason: 'the code decides what it makes of the text' };

/**
 * The conversion that a read goes through, followed outwards as far as it is understood: `int(…)`, `.split(",")`,
 * `.lower() in ("1", "true")`. A text that is handed on is text.
 * @param read the expression whose value is the variable's text, or what `start` makes of it
 */
export function castAround(
  project: PythonProject,
  file: PythonFile,
  read: Expression,
  outer: Outer | undefined,
  start: Cast = { type: TEXT },
): Cast {
  let inner = read;
  let at: Following = { ...start, fold: 'none', strip: false };
  for (let around = outer; around !== undefined; around = around.outer) {
    const next = step(project, file, inner, around, at);
    if (next === undefined) break;
    at = next.following;
    if (next.done) break;
    inner = next.inner;
    if (next.skip) around = around.outer ?? around;
  }
  return {
    type: at.type,
    ...(at.instead ? { instead: at.instead } : {}),
    ...(at.asText ? { asText: true } : {}),
  };
}

interface Step {
  readonly following: Following;
  readonly inner: Expression;
  /** Nothing further out changes the type. */
  readonly done?: boolean;
  /** The call of a method: the attribute and the call around it are one step. */
  readonly skip?: boolean;
}

/** Undefined where the expression around leaves the text as it is and nothing more is known. */
function step(
  project: PythonProject,
  file: PythonFile,
  inner: Expression,
  { expression, outer }: Outer,
  at: Following,
): Step | undefined {
  switch (expression.kind) {
    case 'attribute': {
      const call = outer?.expression;
      return call?.kind === 'call' && call.callee === expression
        ? method(project, file, expression.name, call, at)
        : undefined;
    }
    case 'call':
      return called(file, expression, inner, at);
    case 'compare':
      return compared(project, file, expression, inner, at);
    case 'boolean':
      return expression.operator === 'or' &&
        expression.left === inner &&
        at.instead === undefined &&
        at.type.kind === 'str'
        ? { following: { ...at, instead: expression.right }, inner: expression }
        : undefined;
    case 'unary':
      return expression.operator === 'not' && at.type.kind === 'switch'
        ? { following: { ...at, type: negated(at.type) }, inner: expression, done: true }
        : undefined;
    default:
      return undefined;
  }
}

function method(
  project: PythonProject,
  file: PythonFile,
  name: string,
  call: Expression & { readonly kind: 'call' },
  at: Following,
): Step | undefined {
  const skip = { inner: call, skip: true } as const;
  if (at.type.kind !== 'str') return undefined;
  if (call.args.length === 0) {
    if (name === 'strip') return { ...skip, following: { ...at, strip: true } };
    if (name === 'lower' || name === 'casefold') return { ...skip, following: { ...at, fold: 'lower' } };
    if (name === 'upper') return { ...skip, following: { ...at, fold: 'upper' } };
  }
  if (name !== 'split' || call.args.length > 1) return undefined;
  const separator = call.args[0] && constantData(project, file, call.args[0].value);
  if (call.args.length === 1 && separator?.kind !== 'str')
    return { ...skip, following: { ...at, type: UNKNOWN } };
  if (at.fold !== 'none') return { ...skip, following: { ...at, type: UNKNOWN }, done: true };
  const type: FieldType = {
    kind: 'separated',
    ...(separator?.kind === 'str' ? { separator: separator.value } : {}),
    item: TEXT,
    into: 'list',
    strip: 'none',
    dropEmpty: false,
  };
  // What a comprehension around makes of the pieces is not followed.
  return { ...skip, following: { ...at, type }, done: true };
}

const CASTS: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['builtins.int', { kind: 'int' }],
  ['builtins.float', { kind: 'float' }],
  ['builtins.bool', { kind: 'bool' }],
  ['builtins.str', { kind: 'str' }],
  ['json.loads', { kind: 'json' }],
  ['pathlib.Path', { kind: 'path' }],
  ['distutils.util.strtobool', strtobool()],
  ['setuptools.distutils.util.strtobool', strtobool()],
]);

/** The conversion that a function is handed over for, as `int` in `env("PORT", cast=int)`; undefined for any other. */
export function castNamed(file: PythonFile, callee: Expression): Cast | undefined {
  const type = CASTS.get(qualify(file.module, callee) ?? '');
  return type && { type };
}

/** `strtobool` of distutils: 1 or 0, ValueError for all else. */
function strtobool(): SwitchType {
  const on = ['y', 'yes', 't', 'true', 'on', '1'];
  const off = ['n', 'no', 'f', 'false', 'off', '0'];
  return { kind: 'switch', on, off, otherwise: 'refused', fold: 'lower', strip: false };
}

function called(
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  inner: Expression,
  at: Following,
): Step | undefined {
  if (!call.args.some((it) => it.value === inner)) return undefined;
  if (call.args.length === 1 && handsOn(file, call.callee)) return { following: at, inner: call };
  const type = CASTS.get(qualify(file.module, call.callee) ?? '');
  if (type === undefined) return undefined;
  const only = call.args.length === 1 && call.args[0]?.name === undefined && call.args[0]?.stars === 0;
  if (at.type.kind === 'switch' && type.kind === 'bool') return { following: at, inner: call };
  if (at.type.kind !== 'str') return undefined;
  if (type.kind === 'str' && only) return { following: { ...at, asText: true }, inner: call };
  const plain = only && (at.fold === 'none' || type.kind === 'switch' || type.kind === 'int');
  return { following: { ...at, type: plain ? type : UNKNOWN }, inner: call, done: type.kind !== 'str' };
}

function compared(
  project: PythonProject,
  file: PythonFile,
  { operators, operands }: Expression & { readonly kind: 'compare' },
  inner: Expression,
  at: Following,
): Step | undefined {
  const [operator, ...more] = operators;
  if (more.length > 0 || operands[0] !== inner || at.type.kind !== 'str') return undefined;
  const members = operands[1] && membersOf(constantData(project, file, operands[1]), operator);
  const done = { inner: operands[0], done: true } as const;
  if (members === undefined) return undefined;
  const { fold, strip } = at;
  const type: SwitchType = { kind: 'switch', on: members, off: [], otherwise: false, fold, strip };
  const negative = operator === '!=' || operator === 'not in';
  return { ...done, following: { ...at, type: negative ? negated(type) : type } };
}

function membersOf(data: Data | undefined, operator: string | undefined): readonly string[] | undefined {
  if (operator === '==' || operator === '!=') return data?.kind === 'str' ? [data.value] : undefined;
  if (operator !== 'in' && operator !== 'not in') return undefined;
  if (data?.kind !== 'list' && data?.kind !== 'tuple' && data?.kind !== 'set') return undefined;
  return data.items.flatMap((it) => (it.kind === 'str' ? [it.value] : []));
}

function negated({ on, off, otherwise, ...rest }: SwitchType): SwitchType {
  return { ...rest, on: off, off: on, otherwise: otherwise === 'refused' ? otherwise : !otherwise };
}

/** The one type of reads that are converted alike; reads that differ are text. */
export function typeOfCasts(casts: readonly Cast[]): FieldType {
  const [first] = casts;
  if (casts.some((it) => it.type.kind === 'undecided')) return UNKNOWN;
  if (first === undefined) return TEXT;
  const text = typeText(first.type);
  return casts.some((it) => typeText(it.type) !== text) ? TEXT : first.type;
}

function typeText(type: FieldType): string {
  return JSON.stringify(type, (_, it) => (typeof it === 'bigint' ? `${it}n` : it));
}
