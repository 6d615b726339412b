import type { Constraints, FieldType, LiteralMember } from '../schema/field-type.ts';
import { pythonRepr } from '../syntax/python-repr.ts';
import { isNative, type NamedConstraint, namedConstraints, stripConstraints } from './constraint-fit.ts';
import { tagsOf } from './tagged-union.ts';
import { unionMembers } from './union-members.ts';

const IP: Readonly<Record<string, string>> = {
  address: 'Address',
  network: 'Network',
  interface: 'Interface',
};

/** Python prints where a function is in memory; there is no knowing it. */
const UNKNOWN_ADDRESS = '0x0';

const PATH =
  'lax-or-strict[lax=union[json-or-python[json=function-after[path_validator(), str],python=is-instance[Path]],function-after[path_validator(), str]],strict=json-or-python[json=function-after[path_validator(), str],python=is-instance[Path]]]';

/**
 * The name by which pydantic's core calls the validator of a type, which a failed union puts into the locations of
 * its errors. Undefined where the type alone does not tell it.
 */
export function validatorName(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'constrained':
      return constrainedName(type.inner, type.constraints);
    case 'optional':
    case 'union':
      return unionName(type);
    case 'list':
    case 'set':
    case 'frozenset':
      return wrap(type.kind, type.item);
    case 'sequence': {
      const list = wrap('list', type.item);
      const python =
        type.item.kind === 'any'
          ? 'is-instance[Sequence]'
          : 'chain[is-instance[Sequence],function-wrap[sequence_validator()]]';
      return list === undefined ? undefined : `json-or-python[json=${list},python=${python}]`;
    }
    case 'deque': {
      const list = wrap('list', type.item);
      const strict = `chain[json-or-python[json=${list},python=is-instance[Deque]],function-wrap[deque_validator()]]`;
      return list === undefined
        ? undefined
        : `lax-or-strict[lax=function-wrap[deque_validator()],strict=${strict}]`;
    }
    case 'tuple':
      return joined('tuple[', type.items, ', ', type.variadic ? ', ...]' : ']');
    case 'dict':
      return joined('dict[', [type.key, type.value], ',', ']');
    case 'literal':
      return literalName(type.members);
    case 'enum':
      return `${type.base === 'plain' ? '' : `${type.base}-`}enum[${type.name}]`;
    case 'secret':
      return secretName(type.inner);
    case 'url':
      return 'function-wrap[wrap_val()]';
    case 'model':
      return type.flavour === 'named-tuple' ? `call[${type.name}]` : type.name;
    case 'json':
      return type.inner === undefined ? 'json[any]' : wrap('json', type.inner);
    case 'undecided':
      return undefined;
    default:
      return simpleName(type.kind);
  }
}

function simpleName(kind: Extract<FieldType, { kind: string }>['kind']): string {
  const ip = /^ipv(4|6|any)-(address|network|interface)$/.exec(kind);
  if (ip !== null) {
    return ipName(ip[1] ?? '', ip[2] ?? '');
  }
  switch (kind) {
    case 'path':
      return PATH;
    case 'email':
      return 'function-after[_validate(), str]';
    case 'name-email':
      return 'function-after[_validate(), json-or-python[json=str,python=union[is-instance[NameEmail],str]]]';
    case 'byte-size':
      return 'function-after[_validate(), union[constrained-str,constrained-int]]';
    case 'aware-datetime':
    case 'naive-datetime':
      return 'datetime';
    default:
      return kind.replace(/^uuid\d$/, 'uuid');
  }
}

function ipName(version: string, what: string): string {
  if (version === 'any') {
    return 'function-plain[_validate()]';
  }
  const name = `IPv${version}${IP[what] ?? ''}`;
  const strict = `json-or-python[json=function-after[${name}(), str],python=is-instance[${name}]]`;
  return `lax-or-strict[lax=function-plain[ip_v${version}_${what}_validator()],strict=${strict}]`;
}

function secretName(inner: 'str' | 'bytes'): string {
  const name = inner === 'str' ? 'SecretStr' : 'SecretBytes';
  const after = `function-after[${name}(), ${inner}]`;
  const both = `json-or-python[json=${after},python=union[is-instance[${name}],${after}]]`;
  return `lax-or-strict[lax=${both},strict=${both}]`;
}

function wrap(prefix: string, inner: FieldType): string | undefined {
  return joined(`${prefix}[`, [inner], '', ']');
}

function joined(
  start: string,
  types: readonly FieldType[],
  between: string,
  end: string,
): string | undefined {
  const names = types.map(validatorName);
  return names.includes(undefined) ? undefined : start + names.join(between) + end;
}

function unionName(type: Extract<FieldType, { kind: 'union' | 'optional' }>): string | undefined {
  const { choices, nullable, ambiguous } = unionMembers(type);
  const [only] = choices;
  if (type.kind === 'union' && type.mode === 'tagged') {
    return taggedName(type, nullable);
  }
  if (ambiguous) {
    return undefined;
  }
  if (only === undefined) {
    return 'none';
  }
  const name = choices.length === 1 ? validatorName(only) : joined('union[', choices, ',', ']');
  return name === undefined || !nullable ? name : `nullable[${name}]`;
}

/** One name for each tag. */
function taggedName(type: Extract<FieldType, { kind: 'union' }>, nullable: boolean): string | undefined {
  const members = tagsOf(type)?.tags.map((it) => it.member);
  const name = members && joined('tagged-union[', members, ',', ']');
  return name === undefined || !nullable ? name : `nullable[${name}]`;
}

function literalName(members: readonly LiteralMember[]): string | undefined {
  const names = members.map((member) =>
    member.enumBase === undefined ? pythonRepr(member.data) : undefined,
  );
  return names.includes(undefined) ? undefined : `literal[${names.join(',')}]`;
}

/** Constraints that the core checks itself change the name of a few types; the others wrap a function around it. */
function constrainedName(inner: FieldType, constraints: Constraints): string | undefined {
  if (inner.kind === 'optional') {
    return wrap('nullable', { kind: 'constrained', inner: inner.inner, constraints });
  }
  const base = stripConstraints(inner);
  const named = namedConstraints(constraints);
  const own = validatorName(inner);
  const native = named.filter(
    ([name]) => isNative(base, name) && name !== 'strict' && name !== 'allowInfNan',
  );
  const renamed =
    base.kind === 'str' || base.kind === 'int' || base.kind === 'float' || base.kind === 'bytes';
  const start = own !== undefined && native.length > 0 && renamed ? `constrained-${base.kind}` : own;
  return named
    .filter(([name]) => !isNative(base, name))
    .reduce<string | undefined>((name, constraint) => wrappedName(name, constraint), start);
}

const FUNCTIONS: Readonly<Record<string, readonly [fn: string, parameter: string]>> = {
  gt: ['greater_than_validator', 'gt'],
  ge: ['greater_than_or_equal_validator', 'ge'],
  lt: ['less_than_validator', 'lt'],
  le: ['less_than_or_equal_validator', 'le'],
  multipleOf: ['multiple_of_validator', 'multiple_of'],
  minLength: ['min_length_validator', 'min_length'],
  maxLength: ['max_length_validator', 'max_length'],
};

function wrappedName(inner: string | undefined, [name, value]: NamedConstraint): string | undefined {
  const known = FUNCTIONS[name];
  const bound =
    typeof value === 'number' ? String(value) : typeof value === 'object' ? pythonRepr(value) : undefined;
  if (inner === undefined || known === undefined || bound === undefined) {
    return undefined;
  }
  const [fn, parameter] = known;
  return `function-after[functools.partial(<function ${fn} at ${UNKNOWN_ADDRESS}>, ${parameter}=${bound})(), ${inner}]`;
}
