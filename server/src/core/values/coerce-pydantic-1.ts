import type { Constraints, FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import type { Coercion, ValueError } from './coerce.ts';
import { parseJson } from './json.ts';
import { dictValue, listValue, tupleValue } from './pydantic-1/collections.ts';
import { emailValue } from './pydantic-1/emails.ts';
import { lengthError, numberWithin, textWithin, unfitLimit } from './pydantic-1/limits.ts';
import { modelValue } from './pydantic-1/models.ts';
import { given, open, refused } from './pydantic-1/outcome.ts';
import { bytesValue, enumValue, literalValue, simpleValue, textValue } from './pydantic-1/simple-types.ts';
import { urlValue } from './pydantic-1/urls.ts';

/** Types and values that are nested deeper than this are left open. */
const MAX_DEPTH = 60;

/**
 * What pydantic 1.10 makes of one value for one type (`fields.py`, `validators.py`, `types.py`). Errors carry its
 * codes and locations below the field; messages are predicates without a subject and never hold the value.
 */
export function coercePydantic1(type: FieldType, input: Data): Coercion {
  return /\p{Surrogate}/u.test(input.kind === 'str' ? input.value : '')
    ? open('text that is not valid Unicode is not checked')
    : convertAt(0)(type, input);
}

function convertAt(depth: number): (type: FieldType, input: Data) => Coercion {
  return (type, input) =>
    depth > MAX_DEPTH ? open('a value nested this deeply is not checked') : converted(type, input, depth + 1);
}

const NOTHING = refused('type_error.none.not_allowed', 'is null, which is not allowed');

/** Only a type that names it takes `None`; every other refuses it before anything is converted. */
function converted(type: FieldType, input: Data, depth: number): Coercion {
  if (type.kind === 'undecided') return open(type.reason);
  if (type.kind === 'optional') {
    return input.kind === 'none' ? given(input) : converted(type.inner, input, depth);
  }
  if (type.kind === 'none')
    return input.kind === 'none' ? given(input) : refused('type_error.not_none', 'must be null');
  if (input.kind === 'none') {
    return takesNone(type) ? given(input) : NOTHING;
  }
  return type.kind === 'constrained'
    ? limited(type.inner, type.constraints, input, depth)
    : plain(type, input, depth);
}

/** Of `Json[T]` what is inside decides. */
function takesNone(type: FieldType): boolean {
  if (type.kind === 'json') return type.inner === undefined || takesNone(type.inner);
  return type.kind === 'any' || type.kind === 'optional';
}

type PlainType = Exclude<FieldType, { readonly kind: 'optional' | 'constrained' | 'undecided' }>;

function plain(type: PlainType, input: Data, depth: number): Coercion {
  const convert = convertAt(depth);
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return listValue(type, {}, input, convert);
    case 'tuple':
      return tupleValue(type, input, convert);
    case 'dict':
      return dictValue(type, input, convert);
    case 'model':
      return modelValue(type, input, convert);
    case 'union':
      return unionValue(type, input, convert);
    case 'literal':
      return literalValue(type, input);
    case 'enum':
      return enumValue(type, input);
    case 'secret':
      return type.inner === 'str' ? textValue(input) : bytesValue(input);
    case 'json':
      return jsonValue(type.inner, input, convert);
    case 'url':
      return urlValue(type.name, input);
    case 'email':
      return emailValue(input);
    case 'switch':
    case 'separated':
    case 'or-empty':
    case 'one-of':
    case 'judged':
    case 'pairs':
    case 'address':
    case 'instance':
      return open('it is no type of pydantic');
    default:
      return simpleValue(type.kind, input);
  }
}

function limited(type: FieldType, constraints: Constraints, input: Data, depth: number): Coercion {
  const convert = convertAt(depth);
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
      return listValue(type, constraints, input, convert);
    case 'int':
    case 'float': {
      if (constraints.strict) return open('`strict` is not evaluated');
      const made = convert(type, input);
      return made.kind === 'value' ? numberWithin(constraints, made.data) : made;
    }
    case 'str':
    case 'secret': {
      const made = convert(type, input);
      if (made.kind !== 'value') return made;
      if (constraints.strict && input.kind !== 'str') return refused('type_error.str', 'is not a text');
      if (made.data.kind === 'str') return textWithin(constraints, made.data.value);
      const length = made.data.kind === 'bytes' ? made.data.value.length : 0;
      return lengthError(constraints, length, 'any_str', 'length', 'byte') ?? made;
    }
    default:
      return unfitLimit(type);
  }
}

/**
 * The members in order: the first that takes the value wins, and where none does all their errors are given. With
 * `smart_union` a value that already is of a member's class is taken as it is.
 */
function unionValue(
  type: FieldType & { readonly kind: 'union' },
  input: Data,
  convert: (type: FieldType, input: Data) => Coercion,
): Coercion {
  if (type.mode === 'smart') {
    const taken = asItIs(type.members, input, convert);
    if (taken) return taken;
  }
  const errors: ValueError[] = [];
  for (const member of type.members) {
    const made = convert(member, input);
    if (made.kind !== 'errors') return made;
    errors.push(...made.errors);
  }
  return { kind: 'errors', errors };
}

/** Types whose objects no variable and no file gives, so that their members are tried in order. */
const MADE: ReadonlySet<string> = new Set([
  'model',
  'enum',
  'decimal',
  'uuid',
  'path',
  'date',
  'datetime',
  'time',
  'timedelta',
  'secret',
  'literal',
]);
const PLAIN: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'bytes']);
const GENERIC: ReadonlySet<string> = new Set(['list', 'dict', 'sequence', 'set', 'frozenset', 'tuple']);
const READ: ReadonlySet<string> = new Set(['none', 'bool', 'int', 'float', 'str', 'list', 'dict']);

/**
 * What `smart_union` takes before it tries to convert: a value of just that class, then of a class below it, where a
 * list or a dict has to pass its member. Undefined where nothing is taken.
 */
function asItIs(
  members: readonly FieldType[],
  input: Data,
  convert: (type: FieldType, input: Data) => Coercion,
): Coercion | undefined {
  const isKnown = (it: FieldType) => PLAIN.has(it.kind) || GENERIC.has(it.kind) || MADE.has(it.kind);
  const isPlain = members.every((it) => PLAIN.has(it.kind));
  if (!members.every(isKnown) || (!isPlain && !READ.has(input.kind)))
    return open('`smart_union` of such members is not evaluated');
  if (members.some((it) => PLAIN.has(it.kind) && it.kind === input.kind)) return given(input);
  for (const member of members) {
    if (member.kind === 'int' && input.kind === 'bool') return given(input);
    const isOf = member.kind === input.kind || (member.kind === 'sequence' && input.kind === 'list');
    if (!GENERIC.has(member.kind) || !isOf) continue;
    const made = convert(member, input);
    if (made.kind !== 'errors') return made;
  }
  return undefined;
}

/** `Json` and `Json[T]`: the text is decoded, then what is in it is converted. */
function jsonValue(
  inner: FieldType | undefined,
  input: Data,
  convert: (type: FieldType, input: Data) => Coercion,
): Coercion {
  if (input.kind === 'bytes') return open('bytes as JSON are not evaluated');
  if (input.kind !== 'str') return refused('type_error.json', 'is not JSON in a text');
  const parsed = parseJson(input.value);
  switch (parsed.kind) {
    case 'data':
      return convert(inner ?? { kind: 'any' }, parsed.data);
    case 'too-deep':
      return open('JSON of this depth is not checked');
    case 'problem':
      return refused('value_error.json', `is not valid JSON: it ${parsed.problem.message}`);
  }
}
