import type { FieldType, SimpleKind } from '../schema/field-type.ts';
import { describeBound } from './bounds.ts';

const SHOWN = 6;

const NAMES: Partial<Record<SimpleKind, string>> = {
  any: 'Any',
  none: 'None',
  decimal: 'Decimal',
  uuid: 'UUID',
  path: 'Path',
  email: 'EmailStr',
  'name-email': 'NameEmail',
  'byte-size': 'ByteSize',
  'log-level': 'level of logging',
  'toml-value': 'value of TOML',
  'aware-datetime': 'AwareDatetime',
  'naive-datetime': 'NaiveDatetime',
};

/** A type in few words, for people: `int | None`, `list[str]`, `one of red, green`, `PostgresDsn`. */
export function describeType(type: FieldType): string {
  switch (type.kind) {
    case 'constrained':
      return describeType(type.inner);
    case 'optional':
      return `${describeType(type.inner)} | None`;
    case 'union':
      return [...new Set(type.members.map(describeType))].join(' | ');
    case 'literal':
      return oneOf(type.members.map((member) => member.data).map(plain));
    case 'enum':
      return oneOf(type.members.map((member) => plain(member.value)));
    case 'list':
    case 'set':
    case 'frozenset':
    case 'deque':
      return `${type.kind}[${describeType(type.item)}]`;
    case 'sequence':
      return `Sequence[${describeType(type.item)}]`;
    case 'tuple':
      return `tuple[${type.items.map(describeType).join(', ')}${type.variadic ? ', ...' : ''}]`;
    case 'dict':
      return `dict[${describeType(type.key)}, ${describeType(type.value)}]`;
    case 'secret':
      return type.inner === 'str' ? 'SecretStr' : 'SecretBytes';
    case 'url':
    case 'model':
      return type.name;
    case 'json':
      return type.inner === undefined ? 'Json' : `Json[${describeType(type.inner)}]`;
    case 'switch':
      return 'bool';
    case 'or-empty':
    case 'judged':
      return describeType(type.inner);
    case 'instance':
      return type.name;
    case 'one-of':
      return oneOf(type.members.map(plain));
    case 'pairs':
      return `dict[${describeType(type.key)}, ${describeType(type.value)}]`;
    case 'separated':
      return `${type.into}[${describeType(type.item)}]`;
    case 'address':
      return 'URL';
    case 'undecided':
      return 'a type that is not understood';
    default:
      return simpleName(type.kind);
  }
}

function simpleName(kind: SimpleKind): string {
  const ip = /^ip(v4|v6|vany)-(\w)(\w+)$/.exec(kind);
  if (ip !== null) {
    const version = ip[1] === 'vany' ? 'vAny' : ip[1];
    return `IP${version}${ip[2]?.toUpperCase()}${ip[3]}`;
  }
  return NAMES[kind] ?? kind.replace(/^uuid/, 'UUID');
}

function plain(data: Parameters<typeof describeBound>[0]): string {
  return data.kind === 'none' ? 'None' : describeBound(data).replaceAll('`', '');
}

function oneOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  const more = names.length > SHOWN ? `, … (${names.length})` : '';
  return names.length === 1 ? shown : `one of ${shown}${more}`;
}
