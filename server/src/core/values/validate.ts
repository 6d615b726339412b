import type { Constraints, FieldType, SimpleKind } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { validateBool } from './bool.ts';
import { validateByteSize } from './byte-size.ts';
import { validateDict, validateList, validateTuple } from './collection.ts';
import { constrainAfter, foreignConstraints, mergeConstraints } from './constraints.ts';
import { validateDate, validateDateTime, validateTime } from './date-time.ts';
import { validateDecimal } from './decimal.ts';
import { validateEmail } from './email.ts';
import { validateFloat } from './float.ts';
import { validateInt } from './int.ts';
import { type IpKind, validateIp } from './ip.ts';
import { validateJson } from './json-field.ts';
import { validateEnum, validateLiteral } from './literal-enum.ts';
import { validateModel } from './model.ts';
import { constrainFloat, constrainInt } from './number-constraints.ts';
import { accept, EXACT, type Outcome, reject, type Scope, STRICT, undecided } from './outcome.ts';
import { validateBytes, validatePath, validateSecret, validateStr } from './text.ts';
import { validateTimedelta } from './timedelta.ts';
import { validateUnion } from './union.ts';
import { validateUrl } from './url.ts';
import { validateUuid } from './uuid.ts';

/** Nesting of types and values beyond which nothing is claimed, so that the stack holds. */
const MAX_DEPTH = 300;

/** Types that bytes, which only a tag in YAML or a default in code can be, reach as they are. */
const TAKES_BYTES: ReadonlySet<FieldType['kind']> = new Set<FieldType['kind']>([
  'any',
  'bytes',
  'deque',
  'dict',
  'frozenset',
  'list',
  'literal',
  'model',
  'none',
  'sequence',
  'set',
  'tuple',
  'undecided',
  'union',
]);

/** Validates a value against a type as pydantic's core does. */
export function validate(type: FieldType, input: Data, scope: Scope): Outcome {
  return scope.depth > MAX_DEPTH
    ? undecided('a value nested this deeply is not checked')
    : constrained(type, {}, input, { ...scope, depth: scope.depth + 1 });
}

function constrained(type: FieldType, constraints: Constraints, input: Data, scope: Scope): Outcome {
  if (type.kind === 'constrained') {
    return constrained(type.inner, mergeConstraints(constraints, type.constraints), input, scope);
  }
  if (type.kind === 'optional') {
    return input.kind === 'none' ? accept(input, EXACT) : constrained(type.inner, constraints, input, scope);
  }
  if (constraints.strict === true && refusesStrict(type)) {
    return undecided('pydantic refuses a class with `strict` on such a type');
  }
  const own: Scope = constraints.strict === undefined ? scope : { ...scope, strict: constraints.strict };
  const outcome =
    input.kind === 'bytes' && !TAKES_BYTES.has(type.kind)
      ? undecided('bytes are not checked')
      : bare(type, constraints, input, own);
  return constrainAfter(type, outcome, foreignConstraints(type, constraints));
}

/** Types to which pydantic cannot apply `strict`, so that the class cannot be made (pydantic 2.13). */
function refusesStrict(type: FieldType): boolean {
  if (type.kind === 'union') {
    return true;
  }
  const { flavour } = type.kind === 'model' ? type : { flavour: undefined };
  return flavour === 'dataclass' || flavour === 'pydantic-dataclass' || flavour === 'named-tuple';
}

function bare(
  type: Exclude<FieldType, { kind: 'constrained' | 'optional' }>,
  constraints: Constraints,
  input: Data,
  scope: Scope,
): Outcome {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
      return validateList(type, input, scope, constraints, validate);
    case 'sequence':
    case 'deque':
      return validateList(type, input, scope, {}, validate);
    case 'tuple':
      return validateTuple(type, input, scope, constraints, validate);
    case 'dict':
      return validateDict(type, input, scope, constraints, validate);
    case 'union':
      return validateUnion(type, input, scope, validate);
    case 'literal':
      return validateLiteral(type.members, input);
    case 'enum':
      return validateEnum(type, input, scope);
    case 'secret':
      return validateSecret(type.inner, input, scope);
    case 'url':
      return validateUrl(type.name, input, scope);
    case 'model':
      return validateModel(type, input, scope, validate);
    case 'json':
      return validateJson(type.inner, input, scope, validate);
    case 'undecided':
      return undecided(type.reason);
    case 'switch':
    case 'separated':
    case 'or-empty':
    case 'one-of':
    case 'judged':
    case 'pairs':
    case 'address':
    case 'log-level':
    case 'instance':
    case 'toml-value':
      return undecided('it is no type of pydantic');
    default:
      return simple(type.kind, input, scope, constraints);
  }
}

function simple(kind: SimpleKind, input: Data, scope: Scope, constraints: Constraints): Outcome {
  switch (kind) {
    case 'str':
      return validateStr(input, scope, constraints);
    case 'bool':
      return validateBool(input, scope);
    case 'int':
      return constrainInt(validateInt(input, scope), constraints);
    case 'float':
      return constrainFloat(validateFloat(input, scope), constraints);
    case 'bytes':
      return validateBytes(input, scope, constraints);
    case 'any':
      return accept(input, STRICT);
    case 'none':
      return input.kind === 'none' ? accept(input, EXACT) : reject('none_required', 'must be null');
    case 'decimal':
      return validateDecimal(input, scope, constraints);
    case 'date':
      return validateDate(input, scope, constraints);
    case 'datetime':
      return validateDateTime(input, scope, constraints);
    case 'aware-datetime':
      return validateDateTime(input, scope, constraints, 'aware');
    case 'naive-datetime':
      return validateDateTime(input, scope, constraints, 'naive');
    case 'time':
      return validateTime(input, scope, constraints);
    case 'timedelta':
      return validateTimedelta(input, scope, constraints);
    case 'path':
      return validatePath(input, scope);
    case 'email':
      return validateEmail(input, scope, false);
    case 'name-email':
      return validateEmail(input, scope, true);
    case 'byte-size':
      return validateByteSize(input, scope);
    default:
      return kind.startsWith('uuid')
        ? validateUuid(input, scope, kind === 'uuid' ? undefined : Number(kind.slice(4)))
        : validateIp(input, ipKind(kind), scope);
  }
}

function ipKind(kind: SimpleKind): IpKind {
  const version = kind.startsWith('ipv4') ? 4 : kind.startsWith('ipv6') ? 6 : 'any';
  const what = kind.endsWith('address') ? 'address' : kind.endsWith('network') ? 'network' : 'interface';
  return { what, version };
}
